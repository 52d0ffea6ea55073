package dev.chainrule.model;

import dev.chainrule.engine.network.Predictor;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model with its network in memory, ready to answer. */
final class OpenModel {

    private final Model model;
    private final Predictor predictor;
    private int users;
    private boolean evicted;

    OpenModel(Models.Trained trained) {
        model = trained.model();
        predictor = Predictor.of(model.run().network(), Models.PRECISION.dataType(), trained.theta());
    }

    /**
     * Answers to raw rows.
     *
     * @throws ProblemException 422 with every fault of the rows
     */
    List<Map<String, Object>> predict(List<? extends Map<String, ? extends @Nullable Object>> rows) {
        List<Fault> faults = new ArrayList<>();
        INDArray x = model.encoding().encode(rows, Models.PRECISION, "/rows", faults);
        if (x == null) {
            throw ProblemException.unprocessable(
                    faults.size() == 1 ? faults.getFirst().code() : "INVALID_ROWS", faults);
        }
        try (x;
                INDArray outputs = predictor.predict(x)) {
            return model.encoding().decode(outputs);
        }
    }

    /** Counts a user in, unless the memory is about to be freed. */
    synchronized boolean enter() {
        if (evicted) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void leave() {
        users--;
        closeWhenUnused();
    }

    /** Frees the memory once the last user has left. */
    synchronized void evict() {
        evicted = true;
        closeWhenUnused();
    }

    private void closeWhenUnused() {
        if (evicted && users == 0) {
            predictor.close();
        }
    }
}
