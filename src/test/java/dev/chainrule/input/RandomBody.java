package dev.chainrule.input;

import static dev.chainrule.dataset.format.Npy.bytes;
import static dev.chainrule.dataset.format.Npy.idx;

import dev.chainrule.JsonBreaker;
import dev.chainrule.dataset.format.Npy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One body of a seed: the same seed and number make the same bytes, whatever was sent before.
 *
 * @param path where it is sent
 * @param type media type
 */
record RandomBody(String path, String type, byte[] content) {

    private static final String BINARY = "application/octet-stream";

    private static final List<String> TEXTS = List.of(
            "a,b,c\n1,x,2.5\n2,\"y,z\",\n3,\"q\"\"q\",1e3\n",
            "a;b\r\n1,5;2\r\n\u00e9\u20ac;\ud83d\udc27\r\n",
            "a\tb\ttrue\n1\t2\tfalse\n3\tNA\ttrue\n",
            "1.0  2.0 3\n4 5 6\n",
            "date,y\n2026-11-23,1\n2026-11-24,2\n");

    private static final List<byte[]> ARRAYS = List.of(
            Npy.file(1, "<f4", false, new long[] {2, 3}, bytes("<f4", 1, 2, 3, 4, 5, 6)),
            Npy.file(2, ">i8", true, new long[] {3, 2}, bytes(">i8", 1, 2, 3, 4, 5, 6)),
            Npy.file(3, "|b1", false, new long[] {4}, new byte[4]));

    private static final List<byte[]> PICTURES = List.of(
            idx(0x08, new int[] {3, 2, 2}, new byte[12]),
            idx(0x0d, new int[] {2, 2}, bytes(">f4", 1, 2, 3, 4)),
            idx(0x0b, new int[] {4}, new byte[8]));

    private static final List<String> SPECS = List.of("""
            {"name": "n", "tags": ["t"], "priority": 1, "dataset": {"generator": {"type": "xor", "rows": 8, "seed": 1},
             "split": {"validation": 0.25, "test": 0}, "scaling": "standard", "missing": "error"},
             "model": {"layers": ["dense:2:tanh", {"type": "dense", "units": 3, "activation": {"type": "leaky_relu", "slope": 0.1},
             "initializer": "he_normal", "regularizer": {"type": "l2", "lambda": 1e-4}}, {"type": "dropout", "rate": 0.2}]},
             "training": {"epochs": 2, "batchSize": 4, "seed": 7, "optimizer": {"type": "adam", "learningRate": 0.01, "beta1": 0.9},
             "schedule": {"type": "cosine"}, "clip": {"norm": 1.0}, "precision": "float32"}, "monitor": {"every": 1}}""", """
            {"dataset": {"columns": ["a", "b", "y"], "rows": [[1, "u", 2.5], [2, "v", 3.5], [3, "u", 1], [4, "v", 7]], "target": "y",
             "features": ["a", "b"], "task": "regression"}, "model": {"layers": [], "output": "dense:1:linear", "loss": "huber"},
             "training": {"optimizer": "momentum", "earlyStopping": {"metric": "validationLoss", "patience": 2}}}""");

    private static final List<String> ROWS = List.of(
            "{\"rows\": [{\"a\": 1, \"color\": \"red\"}]}",
            "{\"rows\": [{\"a\": -2.5e3, \"color\": \"blue\"}, {\"color\": \"red\", \"a\": 3}]}");

    /** Body number i of a seed; every kind in turn. */
    static RandomBody of(long seed, int i, String model) {
        Random random = new Random(seed * 1_000_003 + i);
        return switch (i % 5) {
            case 0 -> file(random, oneOf(TEXTS, random).getBytes(StandardCharsets.UTF_8));
            case 1 -> file(random, oneOf(ARRAYS, random));
            case 2 -> file(random, oneOf(PICTURES, random));
            case 3 -> json(random, "/jobs?validateOnly=true", oneOf(SPECS, random));
            default -> json(random, "/models/" + model + "/predict", oneOf(ROWS, random));
        };
    }

    private static RandomBody file(Random random, byte[] good) {
        return new RandomBody("/datasets/preview", BINARY, new Mutator(random).mutate(good));
    }

    /** Every other one stays JSON, with one thing wrong in it. */
    private static RandomBody json(Random random, String path, String good) {
        JsonNode tree = JsonMapper.shared().readTree(good);
        for (int k = random.nextInt(3); k >= 0; k--) {
            JsonBreaker.breakSomething(tree, random);
        }
        byte[] text = tree.toString().getBytes(StandardCharsets.UTF_8);
        return new RandomBody(path, "application/json", random.nextBoolean() ? text : new Mutator(random).mutate(text));
    }

    private static <T> T oneOf(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
