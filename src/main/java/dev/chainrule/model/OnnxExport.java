package dev.chainrule.model;

import dev.chainrule.dataset.Feature;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.model.onnx.OnnxFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The model from raw columns to answers, for ONNX Runtime and whatever else reads ONNX: see {@link OnnxFile}. */
@Component
final class OnnxExport implements ExportFormat {

    private final JsonMapper json;

    OnnxExport(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String mediaType() {
        return "application/octet-stream";
    }

    @Override
    public void write(Models.Trained trained, OutputStream out) throws IOException {
        Model model = trained.model();
        boolean single = model.run().training().precision() == Precision.FLOAT32;
        OnnxFile.Contents contents =
                new OnnxFile.Contents(model.run().network(), trained.theta(), single, model.encoding());
        out.write(OnnxFile.of(contents, metadata(model)));
    }

    private Map<String, String> metadata(Model model) {
        List<String> numbers = model.encoding().features().stream()
                .filter(Feature::isNumeric)
                .map(Feature::name)
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("model", model.id());
        metadata.put("name", model.name());
        metadata.put("target", model.encoding().target().name());
        metadata.put("numbers", json.writeValueAsString(numbers));
        List<String> classes = model.encoding().target().classes();
        if (classes != null) {
            metadata.put("classes", json.writeValueAsString(classes));
        }
        if (model.datasetSha256() != null) {
            metadata.put("datasetSha256", model.datasetSha256());
        }
        return metadata;
    }
}
