package dev.chainrule.model;

import dev.chainrule.access.JobsInSight;
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
import org.springframework.beans.factory.ObjectProvider;
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
    private final ModelNames names;
    private final ObjectProvider<ModelUsers> users;

    ModelService(
            Models models,
            ModelPages pages,
            OpenModels open,
            Datasets datasets,
            ModelNames names,
            ObjectProvider<ModelUsers> users) {
        this.names = names;
        this.users = users;
        this.models = models;
        this.pages = pages;
        this.open = open;
        this.datasets = datasets;
    }

    ModelPage page(@Nullable String name, int pageSize, @Nullable String pageToken) {
        return pages.page(name, pageSize, pageToken);
    }

    ModelView view(String reference) {
        return pages.view(row(reference));
    }

    private ModelRow row(String reference) {
        return models.row(reference).orElseThrow(() -> ProblemException.notFound("model", reference));
    }

    /**
     * Deletes a model.
     *
     * @throws ProblemException 404, or 409 where aliases point at it or jobs start from it
     */
    void delete(String reference) {
        String id = row(reference).getId();
        if (!models.delete(id, () -> requireUnused(id))) {
            throw ProblemException.notFound("model", reference);
        }
        open.forget(id);
    }

    private void requireUnused(String id) {
        List<String> aliases = names.aliasesOf(id);
        List<JobsInSight> all =
                users.stream().map(user -> user.jobsStartingFrom(id)).toList();
        if (!aliases.isEmpty() || all.stream().anyMatch(jobs -> jobs.count() > 0)) {
            String detail = aliases.isEmpty()
                    ? "Jobs that have not ended start from this model."
                    : "Aliases point at this model: " + String.join(", ", aliases) + ".";
            List<String> jobs =
                    all.stream().flatMap(some -> some.seen().stream()).toList();
            throw new ProblemException(
                    HttpStatus.CONFLICT, "IN_USE", detail, List.of(), Map.of("aliases", aliases, "jobs", jobs));
        }
    }

    /** Points an alias of the model's name at it. */
    ModelView alias(String reference, String alias) {
        ModelRow row = row(reference);
        if (!names.move(row.tenant(), row.name(), alias, row.getId())) {
            throw ProblemException.notFound("model", reference);
        }
        return pages.view(row);
    }

    /** Removes an alias of the model. */
    void removeAlias(String reference, String alias) {
        if (!names.remove(alias, row(reference).getId())) {
            throw ProblemException.notFound("alias", alias);
        }
    }

    ParameterList parameters(String id) {
        return ParameterList.of(models.open(id));
    }

    List<Map<String, Object>> predict(String reference, JsonNode body) {
        PredictRequest request = SpecReader.read(body, PredictRequest.class);
        if (request.rows().size() > MOST_ROWS) {
            throw ProblemException.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "TOO_MANY_ROWS",
                    "At most " + MOST_ROWS + " rows are answered at once, were "
                            + request.rows().size() + ".");
        }
        return open.use(reference, model -> model.predict(request.rows()));
    }

    EvaluationReport evaluate(String id, JsonNode body) {
        EvaluateRequest request = SpecReader.read(body, EvaluateRequest.class);
        Models.Trained trained = models.open(id);
        Model model = trained.model();
        Precision precision = Models.PRECISION;
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
