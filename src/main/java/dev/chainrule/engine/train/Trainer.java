package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.diagnose.EpochView;
import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.Network;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: epochs of minibatches, each a forward pass (algorithm 6.3), a backward pass (algorithm 6.4) and an update.
 *
 * <pre>{@code
 * try (Trainer trainer = Trainer.of(spec, data)) {
 *     Outcome outcome = trainer.train(listener, () -> Request.CONTINUE);
 * }
 * }</pre>
 *
 * <p>Every buffer is allocated by {@link #of}; a step allocates nothing, on the heap or off it, unless it reports a histogram. The same
 * spec, data and seed give the same bits, alone or beside other runs, and so does a run resumed from a checkpoint. One thread at a
 * time; two trainers share nothing but examples, which are only read. {@link #close} frees the memory, not the examples.
 */
public final class Trainer implements AutoCloseable {

    private final RunSpec spec;
    private final Network network;
    private final Source source;
    private final Hits hits;
    private final Method method;
    private final Monitor monitor;
    private final @Nullable Evaluator validation;
    private final @Nullable Patience patience;
    private final boolean classification;
    private final int stepsPerEpoch;
    private final long totalSteps;
    private final Progress progress = new Progress();
    private final LongSupplier nanoTime;

    private boolean begun;
    private long started;
    private long epochStarted;

    private Trainer(RunSpec spec, TrainingData data, LongSupplier nanoTime) {
        this.spec = spec;
        this.nanoTime = nanoTime;
        TrainingSpec training = spec.training();
        RandomStream seed = RandomStream.of(Objects.requireNonNull(training.seed(), "a run needs a seed"));
        Examples examples = data.training();
        int capacity = RunSize.capacity(training, examples.count(), RunSize.count(data.validation()));
        classification = data.classification();
        network = Network.build(spec.network(), capacity, training.precision().dataType(), seed);
        hits = new Hits(classification, training.precision().dataType(), capacity);
        source = training.optimizer().fullBatch()
                ? new WholeSet(network, examples, hits)
                : new Minibatches(network, examples, training, hits, seed);
        stepsPerEpoch = source.stepsPerEpoch();
        totalSteps = training.optimizer().totalSteps((long) stepsPerEpoch * training.epochs());
        Workbench bench = new Workbench(spec, network, source, data, hits, totalSteps);
        method = Method.of(bench);
        monitor = new Monitor(bench, method, progress, data);
        validation =
                data.validation() == null ? null : new Evaluator(network, data.validation(), data.classification());
        EarlyStopping stopping = training.earlyStopping();
        patience = stopping == null ? null : new Patience(stopping, network.parameters());
    }

    /**
     * Allocates a run and draws its first parameters.
     *
     * @param spec its training names a seed
     * @param data only read; must outlive the trainer
     * @throws IllegalArgumentException where spec and data do not fit, with every fault
     */
    public static Trainer of(RunSpec spec, TrainingData data) {
        return of(spec, data, System::nanoTime);
    }

    /** The same under a clock of the caller's: nanoseconds that only go forward. */
    static Trainer of(RunSpec spec, TrainingData data, LongSupplier nanoTime) {
        RunCheck.require(spec, data);
        return new Trainer(spec, data, nanoTime);
    }

    /** Bytes that {@link #of} would allocate off the heap; the examples themselves are not counted. */
    public static long estimateBytes(RunSpec spec, int trainingExamples, int validationExamples) {
        return RunSize.bytes(spec, trainingExamples, validationExamples);
    }

    /**
     * Goes back to a checkpoint of a run with the same spec and data.
     *
     * @throws IllegalArgumentException where it is of another network or of other settings
     */
    public Trainer resume(Checkpoint checkpoint) {
        StateFormat saved = restore(checkpoint);
        saved.restore(patience);
        saved.restore(method);
        monitor.remember(saved.notes());
        begun = true;
        return this;
    }

    /**
     * Goes on from a checkpoint of a run with other settings: parameters, step and the sums of the epoch are taken over, the
     * optimizer's memory where the optimizer is of the same kind and keeps as much, early stopping where its settings are the same;
     * what is not taken over starts anew, and so do the diagnostics.
     *
     * @param before the run the checkpoint is of; its network has the same parameters
     * @throws IllegalArgumentException where it has others
     */
    public Trainer continueFrom(Checkpoint checkpoint, RunSpec before) {
        if (!Block.of(before.network()).equals(Block.of(spec.network()))) {
            throw new IllegalArgumentException("the checkpoint is of a network with other parameters");
        }
        TrainingSpec then = before.training();
        TrainingSpec now = spec.training();
        StateFormat saved = restore(checkpoint);
        if (Objects.equals(then.earlyStopping(), now.earlyStopping())) {
            saved.restore(patience);
        }
        if (then.optimizer().getClass() == now.optimizer().getClass() && saved.fits(method)) {
            saved.restore(method);
            begun = true;
        }
        return this;
    }

    /**
     * Forward and backward propagation of a step with the parameters as they are, without the update: as that step will do it again.
     *
     * @param step from 1
     * @return its examples, or the last piece of them where they do not fit at once; the run's own memory
     */
    public Examples propagate(long step) {
        source.propagate(step);
        return source.batch();
    }

    private StateFormat restore(Checkpoint checkpoint) {
        StateFormat saved = StateFormat.read(checkpoint.rest());
        OffHeap.fromDoubles(network.parameters().values(), checkpoint.theta());
        progress.take(saved.progress());
        progress.step = checkpoint.step();
        return saved;
    }

    /** Trains until the run ends by its own rules, the signal stops it, or a number is no longer finite. */
    public Outcome train(TrainingListener listener, StopSignal signal) {
        started = nanoTime.getAsLong();
        epochStarted = started;
        listener.onStart(plan());
        if (!begun) {
            method.start();
            begun = true;
        }
        while (progress.step < totalSteps) {
            Outcome end = step(listener, signal);
            if (end != null) {
                return end;
            }
        }
        return completed(Outcome.Reason.EPOCHS, listener);
    }

    private TrainingListener.RunPlan plan() {
        return new TrainingListener.RunPlan(
                monitor.groups(), totalSteps, stepsPerEpoch, epochOf(totalSteps), RunSize.layers(spec.network()));
    }

    /** Step number t; null where the run goes on. */
    private @Nullable Outcome step(TrainingListener listener, StopSignal signal) {
        long t = progress.step + 1;
        method.propagate(t);
        double loss = source.dataLoss() + source.penalty();
        boolean finite = method.measure() && Double.isFinite(loss);
        if (!finite) {
            return diverged(t, listener); // before the update: theta stays finite
        }
        boolean epochEnds = t % stepsPerEpoch == 0 || t == totalSteps;
        monitor.beforeUpdate(listener, t, epochEnds);
        progress.add(source);
        method.update(t);
        network.keepStatistics();
        progress.step = t;
        progress.gradients += method.gradients();
        monitor.afterUpdate(listener, t, epoch(), epochEnds);

        boolean patient = !epochEnds || endEpoch(listener);
        if (method.converged()) {
            return completed(Outcome.Reason.CONVERGED, listener);
        }
        if (!patient) {
            return completed(Outcome.Reason.EARLY_STOP, listener);
        }
        if (t < totalSteps && elapsedNanos() > spec.training().maxSeconds() * 1_000_000_000L) {
            return completed(Outcome.Reason.TIME_LIMIT, listener);
        }
        return answer(signal.poll(), listener);
    }

    private @Nullable Outcome answer(StopSignal.Request request, TrainingListener listener) {
        switch (request) {
            case CONTINUE -> {
                return null;
            }
            case CHECKPOINT -> {
                listener.onCheckpoint(checkpoint());
                return null;
            }
            case PAUSE -> { // no row that would not be there anyway: resumed, the history has no trace of the pause
                if (progress.step == totalSteps) {
                    monitor.end(listener, progress.step, epoch());
                }
                return new Outcome.Paused(checkpoint());
            }
            case CANCEL -> {
                monitor.end(listener, progress.step, epoch());
                return new Outcome.Cancelled(checkpoint());
            }
        }
        throw new AssertionError(request);
    }

    /** Judges the answer at the end of an epoch and reports it; false where patience has run out. */
    private boolean endEpoch(TrainingListener listener) {
        method.showAnswer();
        Evaluation held = validation == null ? Evaluation.NONE : validation.evaluate();
        EpochView end = new EpochView(
                epoch(),
                progress.step,
                progress.trainingLoss(),
                classification ? progress.trainingAccuracy() : Double.NaN,
                held.loss(),
                held.accuracy());
        long now = nanoTime.getAsLong();
        monitor.epoch(listener, end, (progress.earlierEpochNanos + now - epochStarted) / 1e9);
        progress.startEpoch();
        epochStarted = now;
        boolean patient = patience == null || !patience.runsOut(end);
        method.hideAnswer();
        return patient;
    }

    private Outcome diverged(long t, TrainingListener listener) {
        Divergence found = Divergence.of(network, method, source);
        progress.gradients += method.gradients();
        monitor.diverged(listener, t, epochOf(t), found);
        return new Outcome.Diverged(t, found.layer(), found.reason(), checkpoint());
    }

    private Outcome completed(Outcome.Reason reason, TrainingListener listener) {
        monitor.end(listener, progress.step, epoch());
        method.showAnswer();
        if (patience != null) {
            patience.restoreBest();
        }
        return new Outcome.Completed(reason, checkpoint());
    }

    private Checkpoint checkpoint() {
        Progress now = progress.at(elapsedNanos(), progress.earlierEpochNanos + nanoTime.getAsLong() - epochStarted);
        double[] theta = OffHeap.toDoubles(network.parameters().values());
        return new Checkpoint(progress.step, epoch(), theta, StateFormat.write(now, patience, method, monitor.notes()));
    }

    private long elapsedNanos() {
        return progress.earlierNanos + nanoTime.getAsLong() - started;
    }

    private int epoch() {
        return epochOf(Math.max(1, progress.step));
    }

    private int epochOf(long step) {
        return (int) ((step - 1) / stepsPerEpoch) + 1;
    }

    /** The network as trained so far; owned by the trainer. */
    public Network network() {
        return network;
    }

    @Override
    public void close() {
        source.close();
        hits.close();
        method.close();
        monitor.close();
        if (validation != null) {
            validation.close();
        }
        if (patience != null) {
            patience.close();
        }
        network.close();
    }
}
