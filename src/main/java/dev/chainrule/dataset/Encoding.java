package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.dataset.table.Booleans;
import dev.chainrule.dataset.table.MissingWords;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that stands between raw rows and a network: kept with a model, so that it takes the rows its owner has and gives
 * answers in the owner's words. Plain numbers and texts: its JSON reads back to an equal record.
 *
 * @param features in order of the inputs
 * @param target what the outputs mean
 * @param missing what was done about missing values in training; evaluation does the same
 * @param missingWords what stood for a missing value in training; null for the usual words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Encoding(
        List<Feature> features,
        Target target,
        MissingPolicy missing,
        @Nullable List<String> missingWords) {

    private static final Set<String> TRUTH_VALUES = Set.of("false", "true");

    public Encoding {
        missingWords = MissingWords.DEFAULT.equals(missingWords) ? null : missingWords;
    }

    /** With the usual words for a missing value. */
    public Encoding(List<Feature> features, Target target, MissingPolicy missing) {
        this(features, target, missing, null);
    }

    /**
     * What the outputs mean.
     *
     * @param name of the column
     * @param classes in order of the outputs; null for a number
     * @param offset a number y is (value - offset) / scale
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Target(String name, Task task, @Nullable List<String> classes, double offset, double scale) {}

    /** What stands for a missing value. */
    @JsonIgnore
    public List<String> wordsForMissing() {
        return missingWords == null ? MissingWords.DEFAULT : missingWords;
    }

    /** Length of an input. */
    @JsonIgnore
    public int inputs() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** Length of an output. */
    @JsonIgnore
    public int outputs() {
        return target.task() == Task.CLASSIFICATION && target.classes() != null
                ? target.classes().size()
                : 1;
    }

    /** A name for each input: the column's, or {@code column=category}. */
    @JsonIgnore
    public List<String> inputNames() {
        List<String> names = new ArrayList<>();
        for (Feature feature : features) {
            if (feature.categories() == null) {
                names.add(feature.name());
            } else {
                feature.categories().forEach(category -> names.add(feature.name() + "=" + category));
            }
        }
        return names;
    }

    /**
     * Raw rows, each by the names of its columns in any order, as inputs: (d, n), 'f' order, off the heap until closed.
     *
     * @param pointer JSON pointer of the rows, for the faults
     * @param faults receives what is wrong
     * @return null exactly where something is wrong
     */
    public @Nullable INDArray encode(
            List<? extends Map<String, ? extends @Nullable Object>> rows,
            Precision precision,
            String pointer,
            List<Fault> faults) {
        return new RowEncoder(this, pointer, faults).encode(rows, precision);
    }

    /**
     * Outputs as answers, one a column: {@code {species: setosa, probabilities: {…}}} for classes, {@code {mpg: 21.4}} for a
     * number.
     *
     * @param outputs (k, n), only read
     */
    public List<Map<String, Object>> decode(INDArray outputs) {
        return Predictions.of(target, outputs);
    }

    /** Where each name stands in a list. */
    static Map<String, Integer> places(List<String> names) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        return places;
    }

    /** Where a text stands; a word for true or false stands where these do, if there is nothing else. Null for nowhere. */
    static @Nullable Integer place(Map<String, Integer> places, String text) {
        Integer place = places.get(text);
        if (place != null || !TRUTH_VALUES.containsAll(places.keySet())) {
            return place;
        }
        Boolean word = Booleans.of(text);
        return word == null ? null : places.get(word.toString());
    }
}
