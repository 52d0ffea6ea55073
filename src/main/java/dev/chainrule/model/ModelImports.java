package dev.chainrule.model;

import dev.chainrule.access.Sight;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Feature;
import dev.chainrule.dataset.MissingPolicy;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.Provenance;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.TrainingSpec;
import dev.chainrule.model.onnx.OnnxFaultException;
import dev.chainrule.model.onnx.OnnxImport;
import dev.chainrule.storage.Quota;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Models that were trained elsewhere: they predict, are judged, and jobs start from them. */
@Component
final class ModelImports {

    private static final int LARGEST = 64 << 20;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_CLASSES = 1_000;

    private final Models models;
    private final Quota quota;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final Clock clock;

    ModelImports(Models models, Quota quota, TransactionTemplate transactions, JsonMapper json, Clock clock) {
        this.models = models;
        this.quota = quota;
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Keeps an ONNX model.
     *
     * @return its id
     * @throws ProblemException 413, or 422 where the file is none or not a chain of dense layers, or the names do not fit
     */
    String onnx(byte[] file, ImportNames names) {
        if (file.length > LARGEST) {
            throw ProblemException.tooLarge(LARGEST);
        }
        try {
            return keep(OnnxImport.read(file), names);
        } catch (OnnxFaultException e) {
            if (e.code().equals("TOO_LARGE")) {
                throw ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, e.code(), e.getMessage());
            }
            throw ProblemException.unprocessable(new Fault("", e.code(), e.getMessage()));
        }
    }

    private String keep(OnnxImport network, ImportNames names) {
        List<Fault> faults = new ArrayList<>();
        Encoding encoding = encoding(network, names, faults);
        String name = names.name() == null ? network.metadata().getOrDefault("name", "imported") : names.name();
        check("name", name, faults);
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(
                    faults.size() == 1 ? faults.getFirst().code() : "INVALID_NAMES", faults);
        }
        Model model = new Model(
                UUID.randomUUID().toString(),
                null,
                name,
                run(network, encoding),
                encoding,
                null,
                null,
                network.theta().length,
                Map.of(),
                Provenance.current(),
                clock.instant());
        String tenant = Sight.now().tenant();
        quota.require((long) network.theta().length * Double.BYTES);
        Stored theta = models.store(tenant, name, network.theta());
        try {
            transactions.executeWithoutResult(tx -> models.add(tenant, model, theta));
        } catch (DataIntegrityViolationException e) {
            models.discard(theta);
            throw e;
        }
        // After any other failure nobody knows whether the row was committed: a file that no row names is swept later.
        return model.id();
    }

    /** What would have trained it here. */
    private static RunSpec run(OnnxImport network, Encoding encoding) {
        Loss loss = switch (encoding.target().task()) {
            case CLASSIFICATION -> new Loss.CategoricalCrossentropy();
            case BINARY -> new Loss.BinaryCrossentropy();
            case REGRESSION -> new Loss.MeanSquaredError();
        };
        JsonNode exact = JsonNodeFactory.instance.objectNode().put("precision", "float64");
        return new RunSpec(
                new NetworkSpec(encoding.inputs(), network.layers(), loss, null),
                SpecReader.read(exact, TrainingSpec.class),
                SpecReader.read(JsonNodeFactory.instance.objectNode(), MonitorSpec.class));
    }

    private Encoding encoding(OnnxImport network, ImportNames names, List<Fault> faults) {
        List<String> columns = columns(network, names);
        int inputs = network.columns().size();
        checkAll("features", columns, inputs, faults);
        String target = names.target() == null ? network.metadata().getOrDefault("target", "y") : names.target();
        check("target", target, faults);
        if (columns.contains(target)) {
            faults.add(new Fault("target", "DUPLICATE_COLUMN", "The target has the name of a feature."));
        }
        List<Feature> features = faults.isEmpty()
                ? IntStream.range(0, inputs)
                        .mapToObj(i -> new Feature(
                                columns.get(i), null, network.offsets()[i], network.scales()[i], null, null))
                        .toList()
                : List.of();
        return new Encoding(features, target(network, names, target, faults), MissingPolicy.ERROR);
    }

    private List<String> columns(OnnxImport network, ImportNames names) {
        List<String> listed = names.features() == null ? list(network.metadata().get("numbers")) : names.features();
        boolean fits = names.features() != null
                || listed != null && listed.size() == network.columns().size();
        return listed != null && fits ? listed : network.columns();
    }

    private Encoding.Target target(OnnxImport network, ImportNames names, String target, List<Fault> faults) {
        Dense output = (Dense) network.layers().getLast();
        boolean binary = output.units() == 1 && output.activation() instanceof Activation.Sigmoid;
        if (output.units() == 1 && !binary) {
            return new Encoding.Target(target, Task.REGRESSION, null, 0, 1);
        }
        int k = binary ? 2 : output.units();
        if (!binary && !(output.activation() instanceof Activation.Softmax) || k > MOST_CLASSES) {
            String message = "The output must be one number, one sigmoid, or a softmax or logits of 2 to "
                    + MOST_CLASSES + " classes; it has " + output.units() + " units.";
            faults.add(new Fault("", "UNSUPPORTED", message));
            return new Encoding.Target(target, Task.REGRESSION, null, 0, 1);
        }
        List<String> listed = names.classes() == null ? list(network.metadata().get("classes")) : names.classes();
        List<String> classes = listed != null && (names.classes() != null || listed.size() == k)
                ? listed
                : IntStream.range(0, k).mapToObj(String::valueOf).toList();
        checkAll("classes", classes, k, faults);
        return new Encoding.Target(target, binary ? Task.BINARY : Task.CLASSIFICATION, classes, 0, 1);
    }

    /** A list of texts in a file's metadata, null where it is none. */
    private @Nullable List<String> list(@Nullable String text) {
        try {
            JsonNode node = text == null ? null : json.readTree(text);
            return node == null || !node.isArray() || !node.valueStream().allMatch(JsonNode::isString)
                    ? null
                    : node.valueStream().map(JsonNode::stringValue).toList();
        } catch (JacksonException e) {
            return null;
        }
    }

    private static void checkAll(String what, List<String> names, int count, List<Fault> faults) {
        if (names.size() != count) {
            faults.add(new Fault(
                    what,
                    "SHAPE_MISMATCH",
                    "The model has " + count + " " + what + ", named are " + names.size() + "."));
        } else if (names.stream().distinct().count() < count) {
            faults.add(new Fault(what, "DUPLICATE_COLUMN", "Two of the " + what + " have one name."));
        } else {
            names.forEach(name -> check(what, name, faults));
        }
    }

    private static void check(String what, String name, List<Fault> faults) {
        boolean plain = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (!plain && faults.size() < 20) {
            faults.add(new Fault(
                    what,
                    "INVALID",
                    "A name must have 1 to " + LONGEST_NAME + " plain characters, was "
                            + ProblemException.abbreviate(name) + "."));
        }
    }
}
