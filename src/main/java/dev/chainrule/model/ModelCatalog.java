package dev.chainrule.model;

import dev.chainrule.web.CatalogSource;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What can be sent to this room, for the catalog and the JSON Schema. */
@Component
final class ModelCatalog implements CatalogSource {

    @Override
    public Map<String, Class<? extends Record>> requests() {
        return Map.of("prediction", PredictRequest.class, "evaluation", EvaluateRequest.class);
    }
}
