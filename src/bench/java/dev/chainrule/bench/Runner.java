package dev.chainrule.bench;

import dev.chainrule.engine.train.Deaf;
import dev.chainrule.engine.train.Outcome;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.StopSignal;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.engine.train.TrainingData;
import java.util.concurrent.Callable;

/** The product's trainer, which trains until it is told to pause, and then says how fast it was: steps a second. */
final class Runner implements Callable<Double>, StopSignal, AutoCloseable {

    private final Trainer trainer;
    private volatile boolean told;
    private long steps;
    private long ended;

    Runner(RunSpec spec, TrainingData data) {
        trainer = Trainer.of(spec, data);
    }

    /** Before another {@link #call}. */
    void start() {
        told = false;
    }

    void pause() {
        told = true;
    }

    @Override
    public Double call() {
        steps = 0;
        long started = System.nanoTime();
        Outcome outcome = trainer.train(new Deaf(), this);
        if (!(outcome instanceof Outcome.Paused)) {
            throw new IllegalStateException("ended as " + outcome);
        }
        return 1e9 * steps / (ended - started);
    }

    @Override
    public Request poll() {
        steps++;
        if (!told) {
            return Request.CONTINUE;
        }
        ended = System.nanoTime(); // the state that a pause copies is no part of a step
        return Request.PAUSE;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
