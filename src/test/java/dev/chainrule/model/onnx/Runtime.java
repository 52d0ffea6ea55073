package dev.chainrule.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, fed with raw rows by the names of their columns as a caller of the service would write them. */
public final class Runtime implements AutoCloseable {

    private final OrtSession session;

    public Runtime(byte[] file) throws OrtException {
        session = OrtEnvironment.getEnvironment().createSession(file);
    }

    /** Each output by its name: double[][] or String[]. */
    public Map<String, Object> run(Encoding encoding, List<Map<String, @Nullable Object>> rows) throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        List<Feature> numeric =
                encoding.features().stream().filter(Feature::isNumeric).toList();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        if (!numeric.isEmpty()) {
            double[][] numbers = new double[rows.size()][numeric.size()];
            for (int i = 0; i < rows.size(); i++) {
                for (int j = 0; j < numeric.size(); j++) {
                    Object cell = rows.get(i).get(numeric.get(j).name());
                    numbers[i][j] = cell == null ? Double.NaN : ((Number) cell).doubleValue();
                }
            }
            inputs.put("numbers", OnnxTensor.createTensor(environment, numbers));
        }
        for (Feature feature : encoding.features()) {
            if (!feature.isNumeric()) {
                String[][] texts = new String[rows.size()][1];
                for (int i = 0; i < rows.size(); i++) {
                    Object cell = rows.get(i).get(feature.name());
                    texts[i][0] = cell == null ? "" : cell.toString();
                }
                inputs.put(feature.name(), OnnxTensor.createTensor(environment, texts));
            }
        }
        return run(inputs);
    }

    /** Each output by its name. */
    public Map<String, Object> run(Map<String, OnnxTensor> inputs) throws OrtException {
        Map<String, Object> outputs = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(inputs)) {
            for (Map.Entry<String, OnnxValue> entry : result) {
                outputs.put(entry.getKey(), entry.getValue().getValue());
            }
        }
        return outputs;
    }

    /** A value that is there. */
    public static <T> T get(Map<?, ?> values, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(values.get(name)));
    }

    /** Name, type and shape of each input. */
    public List<String> inputs() throws OrtException {
        List<String> inputs = new ArrayList<>();
        for (var input : session.getInputInfo().values()) {
            TensorInfo info = (TensorInfo) input.getInfo();
            inputs.add(input.getName() + " " + info.type + " " + java.util.Arrays.toString(info.getShape()));
        }
        return inputs;
    }

    /** Texts by name. */
    public Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
