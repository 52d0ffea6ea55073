package dev.chainrule.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One thing grows, the rest stays. */
enum Sweep {
    WIDTH(
            "hidden units a layer",
            "64 inputs, two hidden layers, 10 classes, batch 32",
            List.of(8, 16, 32, 64, 128, 256, 512, 1024)) {
        @Override
        Net net(int width) {
            return relu(32, List.of(64, width, width, 10));
        }
    },
    DEPTH(
            "hidden layers",
            "64 inputs, hidden layers of 64 units, 10 classes, batch 32",
            List.of(1, 2, 4, 8, 16, 32, 64)) {
        @Override
        Net net(int depth) {
            List<Integer> sizes = new ArrayList<>(Collections.nCopies(depth + 1, 64));
            sizes.add(10);
            return relu(32, sizes);
        }
    },
    BATCH("examples a step", "784-128-10", List.of(1, 4, 16, 64, 256, 1024)) {
        @Override
        Net net(int batch) {
            return digits(batch);
        }
    },
    JOBS("jobs side by side", "784-128-10, batch 64, a thread a job", List.of(1, 2, 3, 4)) {
        @Override
        Net net(int jobs) {
            return digits(64);
        }

        @Override
        int trainers(int jobs) {
            return jobs;
        }
    };

    private final String what;
    private final String rest;
    private final List<Integer> values;

    Sweep(String what, String rest, List<Integer> values) {
        this.what = what;
        this.rest = rest;
        this.values = values;
    }

    /** The net at a value. */
    abstract Net net(int value);

    /** Trainers side by side. */
    int trainers(int value) {
        return 1;
    }

    /** What grows. */
    String what() {
        return what;
    }

    /** What stays. */
    String rest() {
        return rest;
    }

    List<Integer> grid() {
        return values;
    }

    private static Net digits(int batch) {
        return relu(batch, List.of(784, 128, 10));
    }

    private static Net relu(int batch, List<Integer> sizes) {
        return new Net("", "relu", batch, 1, sizes);
    }
}
