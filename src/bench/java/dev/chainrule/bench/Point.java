package dev.chainrule.bench;

import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One value of a sweep: trainers of one net side by side, each on a thread of its own, and its timed blocks. */
final class Point implements AutoCloseable {

    private final int value;
    private final Net net;
    private final List<Runner> runners = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();

    Point(int value, Net net, int trainers, RunSpec spec, TrainingData data) {
        this.value = value;
        this.net = net;
        for (int i = 0; i < trainers; i++) {
            runners.add(new Runner(spec, data));
        }
    }

    /** Trains for so long and forgets how fast. */
    void warm(double seconds) {
        train(seconds);
    }

    /** One timed block. */
    void block(double seconds) {
        rates.add(train(seconds));
    }

    private double train(double seconds) {
        double sum = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(runners.size())) {
            runners.forEach(Runner::start);
            List<Future<Double>> running = runners.stream().map(threads::submit).toList();
            long end = System.nanoTime() + (long) (seconds * 1e9);
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            runners.forEach(Runner::pause);
            for (Future<Double> rate : running) {
                sum += rate.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a trainer broke off", e);
        }
        return sum;
    }

    int value() {
        return value;
    }

    Net net() {
        return net;
    }

    /** Steps a second of all trainers together, block by block. */
    double[] rates() {
        return rates.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Microseconds a step, the median of the blocks. */
    double micros() {
        return 1e6 / Row.median(rates());
    }

    /** GFLOP/s of matrix products. */
    double gigaflops() {
        return net.flops() / micros() / 1e3;
    }

    @Override
    public void close() {
        runners.forEach(Runner::close);
    }
}
