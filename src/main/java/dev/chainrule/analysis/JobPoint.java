package dev.chainrule.analysis;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.TwiceDifferentiable;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.Replay;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.job.JobRuns.JobRun;
import dev.chainrule.job.JobRuns.Kept;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A job's network at some of its parameters and some of its training examples, in double precision and in memory of its own. What is
 * random in it (dropout) keeps one draw.
 *
 * @param step updates that the job had made, 0 for its first parameters
 * @param source of the parameters: model, checkpoint or initial
 */
record JobPoint(Network network, Examples examples, long step, String source, Runnable release)
        implements AutoCloseable {

    /** Parameters to begin with. */
    record Start(double[] theta, long step, String source) {

        static Start of(JobRun run, AnalysisRequest.At at) {
            Kept kept = run.latest();
            return kept == null || at == AnalysisRequest.At.INITIAL
                    ? new Start(first(run.first(), run.given().get()), 0, "initial")
                    : new Start(kept.theta(), kept.step(), kept.source());
        }

        /**
         * As the job began, in its own precision.
         *
         * @param given where it did not draw them
         */
        static double[] first(RunSpec spec, Optional<double[]> given) {
            RandomStream seed = RandomStream.of(spec.training().requireSeed());
            DataType type = spec.training().precision().dataType();
            try (Network network = Network.build(spec.network(), 1, type, seed)) {
                given.ifPresent(network::assign);
                return OffHeap.toDoubles(network.parameters().values());
            }
        }
    }

    /** With the batch of the step that comes next, as the job takes it. */
    static JobPoint withOwnBatch(JobRun run, Start start, Datasets datasets) {
        RunSpec quiet = Replay.quiet(run.spec(), start.step + 1);
        RunSpec spec = new RunSpec(quiet.network(), quiet.training().inDoublePrecision(), quiet.monitor());
        Prepared data = prepare(run, datasets);
        Trainer trainer = Trainer.of(spec, data.data());
        OffHeap.fromDoubles(trainer.network().parameters().values(), start.theta);
        Examples batch = trainer.propagate(start.step + 1);
        return new JobPoint(trainer.network(), batch, start.step, start.source, () -> {
            trainer.close();
            data.close();
        });
    }

    /** With so many of the training examples, drawn by a seed; all of them where there are no more. */
    static JobPoint withExamples(JobRun run, Start start, Datasets datasets, int count, long seed) {
        try (Prepared data = prepare(run, datasets)) {
            Examples drawn = draw(data.data().training(), count, seed);
            Network network = Network.restore(run.spec().network(), drawn.count(), DataType.DOUBLE, start.theta);
            network.draw(1);
            return new JobPoint(network, drawn, start.step, start.source, () -> {
                network.close();
                drawn.x().close();
                drawn.y().close();
            });
        }
    }

    private static Prepared prepare(JobRun run, Datasets datasets) {
        return datasets.prepare(
                run.bound(), Precision.FLOAT64, run.spec().training().requireSeed());
    }

    private static Examples draw(Examples all, int count, long seed) {
        int[] order = new int[all.count()];
        RandomStream.of(seed).split("examples").permutation(order);
        int m = Math.min(count, order.length);
        INDArray x = OffHeap.matrix(DataType.DOUBLE, all.x().size(0), m);
        INDArray y = OffHeap.matrix(DataType.DOUBLE, all.y().size(0), m);
        Columns.gatherColumns(x, all.x(), order, 0);
        Columns.gatherColumns(y, all.y(), order, 0);
        return new Examples(x, y);
    }

    /** J over the examples. */
    TwiceDifferentiable objective(Pace pace) {
        return new PacedObjective(network.on(examples.x(), examples.y()), pace);
    }

    @Override
    public void close() {
        release.run();
    }
}
