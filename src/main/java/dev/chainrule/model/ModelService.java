package dev.chainrule.model;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Encoded;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.model.ModelController.ModelPage;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** What callers ask of models. */
@Service
final class ModelService {

    static final int LARGEST_PAGE = 200;
    static final int MOST_ROWS = 10_000;

    private static final int EVALUATION_BATCH = 256;

    private final Models models;
    private final ModelPages pages;
    private final OpenModels open;
    private final Datasets datasets;

    ModelService(Models models, ModelPages pages, OpenModels open, Datasets datasets) {
        this.models = models;
        this.pages = pages;
        this.open = open;
        this.datasets = datasets;
    }

    ModelPage page(int pageSize, @Nullable String pageToken) {
        return pages.page(pageSize, pageToken);
    }

    ModelView view(String id) {
        return ModelView.of(models.find(id).orElseThrow(() -> ProblemException.notFound("model", id)));
    }

    void delete(String id) {
        if (!models.delete(id)) {
            throw ProblemException.notFound("model", id);
        }
        open.forget(id);
    }

    ParameterList parameters(String id) {
        return ParameterList.of(models.open(id));
    }

    List<Map<String, Object>> predict(String id, JsonNode body) {
        PredictRequest request = SpecReader.read(body, PredictRequest.class);
        if (request.rows().size() > MOST_ROWS) {
            throw ProblemException.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "TOO_MANY_ROWS",
                    "At most " + MOST_ROWS + " rows are answered at once, were "
                            + request.rows().size() + ".");
        }
        return open.use(id, model -> model.predict(request.rows()));
    }

    EvaluationReport evaluate(String id, JsonNode body) {
        EvaluateRequest request = SpecReader.read(body, EvaluateRequest.class);
        Models.Trained trained = models.open(id);
        Model model = trained.model();
        Precision precision = model.run().training().precision();
        List<Fault> faults = new ArrayList<>();
        Encoded data = datasets.examples(request.dataset(), model.encoding(), precision, "/dataset", faults);
        if (data == null) {
            throw ProblemException.unprocessable(
                    faults.size() == 1 ? faults.getFirst().code() : "INVALID_DATASET", faults);
        }
        int batch = Math.min(EVALUATION_BATCH, data.count());
        try (data;
                Network network =
                        Network.restore(model.run().network(), batch, precision.dataType(), trained.theta())) {
            return new Judge(network, data, model.encoding(), request.rows()).report();
        }
    }
}
