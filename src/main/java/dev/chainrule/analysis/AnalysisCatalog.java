package dev.chainrule.analysis;

import dev.chainrule.web.CatalogSource;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What can be sent to this room, for the catalog and the JSON Schemas. */
@Component
final class AnalysisCatalog implements CatalogSource {

    @Override
    public Map<String, Class<? extends Record>> requests() {
        return Map.of(
                "gradients", GradientRequest.class,
                "leastSquares", LeastSquaresRequest.class,
                "epochGd", EpochGdRequest.class,
                "networkGradients", NetworkGradientsRequest.class);
    }

    @Override
    public Map<String, Class<?>> families() {
        return Map.of("analysis", AnalysisRequest.class);
    }
}
