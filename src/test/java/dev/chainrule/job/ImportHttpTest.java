package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.chainrule.ServiceTest;
import dev.chainrule.model.onnx.Mutation;
import dev.chainrule.model.onnx.Perceptron;
import dev.chainrule.model.onnx.Runtime;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Models made elsewhere: an ONNX file becomes a model that predicts and that jobs start from; Keras's JSON becomes a job's model. */
@ServiceTest
class ImportHttpTest {

    private final Service service;

    ImportHttpTest(@LocalServerPort int port) {
        service = Service.at(port);
    }

    private Service.Answer send(byte[] file, String query) {
        return service.send(HttpRequest.newBuilder(URI.create(service.base() + "/models/import" + query))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    @Test
    void anOnnxModelPredictsHereAsInOnnxRuntime() throws Exception {
        byte[] file = new Perceptron(4, true, 7)
                .with("Sub")
                .with("Div")
                .gemm(16)
                .batchNormalization()
                .op("Relu")
                .matmul(3)
                .op("Softmax")
                .file();
        Service.Answer answer = send(
                file,
                "?name=foreign&target=species&classes=setosa,versicolor,virginica"
                        + "&features=sepal_length,sepal_width,petal_length,petal_width");
        JsonNode model = answer.expect(201).json();
        String id = model.get("id").stringValue();
        assertThat(answer.response().headers().firstValue("Location")).contains("/api/v1/models/" + id);
        assertThat(model.get("version").intValue()).isPositive();
        assertThat(model.get("jobId").isNull()).isTrue();
        JsonNode predictions = service.post("/models/foreign@latest/predict", """
                        {"rows": [{"sepal_length": 5.5, "sepal_width": 3.5, "petal_length": 1.25, "petal_width": 0.25},
                                  {"sepal_length": 6.5, "sepal_width": 3.0, "petal_length": 5.75, "petal_width": 2.25}]}
                        """)
                .expect(200)
                .json()
                .get("predictions");
        float[][] rows = {{5.5f, 3.5f, 1.25f, 0.25f}, {6.5f, 3, 5.75f, 2.25f}};
        try (Runtime runtime = new Runtime(file)) {
            var input = Map.of("input", OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows));
            float[][] theirs = Runtime.get(runtime.run(input), "output", float[][].class);
            for (int i = 0; i < 2; i++) {
                int c = 0;
                for (JsonNode p : predictions.get(i).get("probabilities")) {
                    assertThat(p.doubleValue()).isCloseTo(theirs[i][c++], within(1e-6));
                }
            }
        }
        // it is judged, shows its parameters, leaves again, and a job goes on from it
        service.post("/models/" + id + "/evaluate", "{\"dataset\": {\"generator\": {\"type\": \"iris\"}}}")
                .expect(200);
        service.get("/models/" + id + "/parameters").expect(200);
        service.get("/models/" + id + "/export?format=json").expect(200);
        service.get("/models/" + id + "/export?format=onnx").expect(200);
        JsonNode job = service.awaitSuccess(service.submit("""
                {"dataset": {"generator": {"type": "iris"}}, "model": {"startFrom": "foreign@latest"}, "training": {"epochs": 3}}
                """));
        assertThat(job.at("/spec/model/layers/0/units").intValue()).isEqualTo(16);
        assertThat(job.at("/spec/model/startFrom").stringValue()).isEqualTo(id);
    }

    @Test
    void namesThatDoNotFitAreRefused() {
        byte[] file = new Perceptron(2, true, 1).gemm(3).op("Softmax").file();
        for (String query : new String[] {
            "?features=a", "?features=a,a", "?classes=x,y", "?name=%20", "?target=x1", "?classes=a,b,c,d"
        }) {
            send(file, query).expect(422);
        }
        send(file, "").expect(201);
        JsonNode problem = send("no model".getBytes(java.nio.charset.StandardCharsets.UTF_8), "")
                .expect(422)
                .json();
        assertThat(problem.get("code").stringValue()).isEqualTo("NOT_ONNX");
        assertThat(send(new Perceptron(2, true, 1).gemm(2).op("Sin").gemm(1).file(), "")
                        .expect(422)
                        .json()
                        .get("detail")
                        .stringValue())
                .contains("Sin");
    }

    @Test
    void brokenFilesAreRefusedOverHttpToo() {
        byte[] file = new Perceptron(3, true, 2)
                .gemm(5)
                .op("Tanh")
                .matmul(2)
                .op("Softmax")
                .file();
        Random random = new Random(6);
        for (int i = 0; i < 150; i++) {
            assertThat(send(Mutation.of(file, random), "").status()).isIn(201, 400, 413, 422);
        }
    }

    @Test
    void kerasJsonBecomesTheModelOfAJob() {
        JsonNode answer = service.post("/models/import", """
                        {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
                          {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "dtype": "float32"}},
                          {"class_name": "Dense", "config": {"name": "dense", "units": 12, "activation": "tanh", "use_bias": true,
                            "kernel_initializer": {"module": "keras.initializers", "class_name": "HeNormal", "config": {"seed": null}},
                            "bias_initializer": {"class_name": "Zeros", "config": {}},
                            "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.001}}}},
                          {"class_name": "Dropout", "config": {"rate": 0.1, "seed": null}},
                          {"class_name": "Dense", "config": {"units": 6}},
                          {"class_name": "LeakyReLU", "config": {"negative_slope": 0.2}},
                          {"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]},
                         "keras_version": "3.5.0", "compile_config": {"loss": "sparse_categorical_crossentropy"}}
                        """).expect(200).json();
        assertThat(answer.get("inputs").intValue()).isEqualTo(4);
        assertThat(answer.at("/model/layers/0/activation/type").stringValue()).isEqualTo("tanh");
        assertThat(answer.at("/model/layers/0/initializer/type").stringValue()).isEqualTo("he_normal");
        assertThat(answer.at("/model/layers/0/regularizer/l2").doubleValue()).isEqualTo(0.001);
        assertThat(answer.at("/model/layers/2/activation/slope").doubleValue()).isEqualTo(0.2);
        assertThat(answer.at("/model/loss/type").stringValue()).isEqualTo("categorical_crossentropy");
        JsonNode job =
                service.awaitSuccess(service.submit("{\"dataset\": {\"generator\": {\"type\": \"iris\"}}, \"model\": "
                        + answer.get("model") + ", \"training\": {\"epochs\": 2}}"));
        assertThat(job.get("state").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void whatKerasHasAndWeHaveNotIsNamed() {
        JsonNode problem = service.post("/models/import", """
                        {"class_name": "Sequential", "config": {"layers": [
                          {"class_name": "Conv2D", "config": {}},
                          {"class_name": "Dense", "config": {"units": 0, "activation": "maxout"}},
                          {"class_name": "Dense", "config": {"units": 2, "bias_initializer": "ones"}}]}}
                        """).expect(422).json();
        assertThat(problem.get("errors").findValuesAsString("pointer"))
                .contains(
                        "/config/layers/0/class_name",
                        "/config/layers/1/config/activation",
                        "/config/layers/2/config/bias_initializer");
        service.post("/models/import", "[1, 2]").expect(422);
        service.post("/models/import", "{\"class_name\": \"Functional\"}").expect(422);
    }

    @Test
    void numbersOfKerasGoWhereTheyBelong() {
        JsonNode model = service.post("/models/import", """
                        {"class_name": "Sequential", "config": {"layers": [
                          {"class_name": "Dense", "config": {"units": 5, "kernel_initializer":
                            {"class_name": "RandomUniform", "config": {"minval": -0.25, "maxval": 0.5, "seed": null}}}},
                          {"class_name": "ReLU", "config": {"max_value": null, "negative_slope": 0.125, "threshold": 0.0}},
                          {"class_name": "BatchNormalization", "config": {"axis": -1, "momentum": 0.99, "epsilon": 0.001,
                            "center": true, "scale": true, "beta_initializer": {"class_name": "Zeros", "config": {}},
                            "gamma_initializer": {"class_name": "Ones", "config": {}}, "beta_regularizer": null}},
                          {"class_name": "Dense", "config": {"units": 4}},
                          {"class_name": "ReLU", "config": {"max_value": null, "negative_slope": 0.0, "threshold": 0.0}},
                          {"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}]}}
                        """).expect(200).json().get("model");
        assertThat(model.at("/layers/0/initializer/low").doubleValue()).isEqualTo(-0.25);
        assertThat(model.at("/layers/0/initializer/high").doubleValue()).isEqualTo(0.5);
        assertThat(model.at("/layers/0/activation/type").stringValue()).isEqualTo("leaky_relu");
        assertThat(model.at("/layers/0/activation/slope").doubleValue()).isEqualTo(0.125);
        assertThat(model.at("/layers/1/momentum").doubleValue()).isEqualTo(0.99);
        assertThat(model.at("/layers/1/epsilon").doubleValue()).isEqualTo(0.001);
        assertThat(model.at("/layers/2/activation/type").stringValue()).isEqualTo("relu");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ReLU               | "max_value": 6.0                                            | max_value
            ReLU               | "negative_slope": 0.1, "threshold": 1.0                     | threshold
            Softmax            | "axis": 0                                                   | axis
            BatchNormalization | "scale": false                                              | scale
            LayerNormalization | "center": false                                             | center
            BatchNormalization | "gamma_initializer": {"class_name": "Zeros", "config": {}}  | gamma_initializer
            Dense              | "units": 2, "trainable": false                              | trainable
            Dense              | "units": 2, "kernel_regularizer": {"class_name": "OrthogonalRegularizer"} | kernel_regularizer
            Dense              | "units": 2, "kernel_constraint": {"class_name": "MaxNorm"}  | kernel_constraint
            """)
    void whatALayerOfKerasCanAndOursCannotIsNamed(String type, String config, String member) {
        JsonNode problem = service.post("/models/import", """
                        {"class_name": "Sequential", "config": {"layers": [
                          {"class_name": "Dense", "config": {"units": 4}}, {"class_name": "%s", "config": {%s}},
                          {"class_name": "Dense", "config": {"units": 3}}]}}
                        """.formatted(type, config))
                .expect(422)
                .json();
        assertThat(problem.get("errors").findValuesAsString("pointer"))
                .containsExactly("/config/layers/1/config/" + member);
    }

    @Test
    void aLossOfLogitsIsRefused() {
        JsonNode problem = service.post("/models/import", """
                        {"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": {"units": 3}}]},
                         "compile_config": {"loss": {"class_name": "CategoricalCrossentropy",
                           "config": {"from_logits": true, "label_smoothing": 0.0, "axis": -1}}}}
                        """).expect(422).json();
        assertThat(problem.get("errors").findValuesAsString("pointer"))
                .containsExactly("/compile_config/loss/config/from_logits");
    }
}
