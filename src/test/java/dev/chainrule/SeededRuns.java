package dev.chainrule;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.engine.train.TrainingListener.LayerInfo;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import dev.chainrule.history.Histories;
import dev.chainrule.history.RunRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs that nobody trained: rows of the job table copied from one that ended, and histories written by the service's own writer. So a
 * test of a million steps, or of thousands of runs, need not wait for them.
 */
public final class SeededRuns {

    private static final int STEPS_PER_EPOCH = 100;

    private final Histories histories;
    private final JdbcClient jdbc;

    public SeededRuns(ApplicationContext service) {
        histories = service.getBean(Histories.class);
        jdbc = service.getBean(JdbcClient.class);
    }

    /** A copy of a job, ended after so many steps of so many layers (named as the service names them), with losses and gradient norms. */
    public String run(String like, long steps, int layers) {
        String id = UUID.randomUUID().toString();
        jdbc.sql("""
                        insert into job (id, name, tags, priority, spec, dataset_id, bytes, request_sha256, state, stop_reason, verdict,
                            version, token, attempt, step, total_steps, epoch, epochs, metrics, created_at, queued_at, started_at,
                            finished_at)
                        select :id, name, tags, priority, spec, dataset_id, bytes, request_sha256, 'SUCCEEDED', 'EPOCHS', verdict,
                            version, token, attempt, :steps, :steps, :epochs, :epochs, metrics, created_at, queued_at, started_at,
                            finished_at
                        from job where id = :like
                        """)
                .param("id", id)
                .param("like", like)
                .param("steps", steps)
                .param("epochs", Math.ceilDiv(steps, STEPS_PER_EPOCH))
                .update();
        jdbc.sql("insert into job_transition (job_id, version, state, at)"
                        + " select :id, version, state, at from job_transition where job_id = :like")
                .param("id", id)
                .param("like", like)
                .update();
        record(id, steps, names(layers));
        return id;
    }

    private static List<String> names(int layers) {
        List<String> names = new ArrayList<>();
        for (int k = 1; k < layers; k++) {
            names.add("layer" + k);
        }
        names.add("output");
        return names;
    }

    private void record(String id, long steps, List<String> layers) {
        SeriesGroup step = new SeriesGroup("step", stepSeries(layers));
        SeriesGroup epoch =
                new SeriesGroup("epoch", List.of(series("trainingLoss", "nats"), series("validationLoss", "nats")));
        List<LayerInfo> infos = layers.stream()
                .map(name -> new LayerInfo(name, "dense", 64, 64, 4160))
                .toList();
        int epochs = Math.toIntExact(Math.ceilDiv(steps, STEPS_PER_EPOCH));
        Numbers numbers = new Numbers(steps, layers.size());
        try (RunRecorder recorder = histories.record(id, 1)) {
            recorder.onStart(new RunPlan(List.of(step, epoch), steps, STEPS_PER_EPOCH, epochs, infos));
            for (long t = 1; t <= steps; t++) {
                int now = (int) ((t - 1) / STEPS_PER_EPOCH) + 1;
                recorder.onRow(step, t, now, numbers.row(t));
                if (t % STEPS_PER_EPOCH == 0) {
                    recorder.onRow(epoch, t, now, numbers.losses(t));
                }
            }
        }
    }

    private static List<Series> stepSeries(List<String> layers) {
        List<Series> all = new ArrayList<>(List.of(series("loss", "nats"), series("gradientNorm", "1")));
        layers.forEach(layer -> all.add(new Series("gradientNorm." + layer, "1", layer)));
        return all;
    }

    private static Series series(String name, String unit) {
        return new Series(name, unit, null);
    }

    /** A loss that falls with noise and a few spikes; norms that fall by a fifth of a decade a layer; all of float32 precision. */
    private static final class Numbers {

        private static final double PER_LAYER = Math.pow(10, -0.2);
        private static final int SPIKE_EVERY = 9_973;

        private final SplittableRandom random = new SplittableRandom(6);
        private final long steps;
        private final double[] row;

        Numbers(long steps, int layers) {
            this.steps = steps;
            row = new double[2 + layers];
        }

        double[] row(long t) {
            double spike = t % SPIKE_EVERY == 0 ? 30 : 1;
            row[0] = (float) (spike * loss(t) * (0.75 + random.nextDouble() / 2));
            double norm = spike * (0.5 + random.nextDouble()) * (1 + loss(t));
            row[1] = (float) (2 * norm);
            for (int k = row.length - 1; k >= 2; k--) {
                row[k] = (float) (norm * (0.8 + 0.4 * random.nextDouble()));
                norm *= PER_LAYER;
            }
            return row;
        }

        double[] losses(long t) {
            return new double[] {(float) loss(t), (float) (1.1 * loss(t))};
        }

        private double loss(long t) {
            return 2 * Math.exp(-4.0 * t / steps) + 0.05;
        }
    }
}
