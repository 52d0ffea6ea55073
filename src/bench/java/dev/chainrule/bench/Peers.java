package dev.chainrule.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each contender is started. Those whose parts {@code src/bench/peers.sh} did not find are left out, by name. */
final class Peers {

    private static final Path SOURCES = Path.of("src/bench/peers");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> FLAGS = List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx2g");

    private Peers() {}

    /** The name of a contender and the command that starts it, without the task's folder. */
    record Command(String name, List<String> words) {

        List<String> in(Path folder) {
            List<String> all = new ArrayList<>(words);
            all.add(folder.toString());
            return all;
        }
    }

    static Command ours(String mode) {
        List<String> words = new ArrayList<>(List.of(JAVA));
        words.addAll(FLAGS);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Ours.class.getName(), mode));
        return new Command("ours, " + mode, words);
    }

    static List<Command> all() throws IOException {
        List<Command> commands = new ArrayList<>();
        String python = Optional.ofNullable(System.getenv("PYTHON")).orElse("/usr/bin/python3");
        commands.add(new Command(
                "PyTorch", List.of(python, SOURCES.resolve("python/pytorch.py").toString())));
        commands.add(new Command(
                "scikit-learn",
                List.of(python, SOURCES.resolve("python/sklearn_mlp.py").toString())));
        for (String jvm : List.of("TensorFlow", "DJL", "DL4J")) {
            Path classpath = Path.of("target/bench", jvm.toLowerCase(java.util.Locale.ROOT) + ".classpath");
            if (!Files.exists(classpath)) {
                System.out.println("left out: " + jvm + " (no " + classpath + "; src/bench/peers.sh makes it)");
                continue;
            }
            List<String> words = new ArrayList<>(List.of(JAVA));
            words.addAll(FLAGS.subList(1, FLAGS.size()));
            String source = SOURCES.resolve("jvm/" + jvm + "Peer.java").toString();
            words.addAll(List.of("-cp", Files.readString(classpath).strip(), source));
            commands.add(new Command(jvm, words));
        }
        return commands;
    }

    /** Variables that hold a contender to its threads. */
    static Map<String, String> environment(int threads) {
        String n = String.valueOf(threads);
        return Map.of(
                "OMP_NUM_THREADS", n, "OPENBLAS_NUM_THREADS", n, "MKL_NUM_THREADS", n, "TF_CPP_MIN_LOG_LEVEL", "3");
    }
}
