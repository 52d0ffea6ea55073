package dev.chainrule.model;

import dev.chainrule.engine.network.Block;
import dev.chainrule.web.SpecWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The whole model as one JSON object: network, training, encoding, parameters. */
@Component
final class JsonExport implements ExportFormat {

    private final JsonMapper json;

    JsonExport(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public void write(Models.Trained trained, OutputStream out) throws IOException {
        Model model = trained.model();
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (Block block : Block.of(model.run().network())) {
            parameters.put(
                    block.name(), block.isMatrix() ? block.matrix(trained.theta()) : block.vector(trained.theta()));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", model.id());
        document.put("name", model.name());
        document.put("network", SpecWriter.write(model.run().network()));
        document.put("training", SpecWriter.write(model.run().training()));
        document.put("encoding", model.encoding());
        document.put("parameters", parameters);
        if (model.datasetId() != null && model.datasetSha256() != null) {
            document.put("dataset", Map.of("id", model.datasetId(), "sha256", model.datasetSha256()));
        }
        document.put("provenance", model.provenance());
        json.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).writeValue(out, document);
    }
}
