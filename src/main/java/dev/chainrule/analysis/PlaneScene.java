package dev.chainrule.analysis;

import dev.chainrule.analysis.Grid.Axis;
import dev.chainrule.analysis.PlaneAnswer.PlanePoint;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Feature;
import dev.chainrule.dataset.Prepared;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.job.JobRuns.JobRun;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a job's plane stays while it trains: its data, and how they become inputs.
 *
 * @param first draws the first parameters
 * @param frame one cell that holds every example
 */
record PlaneScene(RunSpec spec, RunSpec first, Encoding encoding, Grid frame, List<PlanePoint> points) {

    /** Points that are kept of each part. */
    private static final int MOST_POINTS = 1000;

    private static final int MOST_ROWS = 2_000_000;

    /**
     * The scene of a job.
     *
     * @throws ProblemException 422 where its inputs are not two numbers, or its examples too many
     */
    static PlaneScene of(JobRun run, Datasets datasets) {
        require(run);
        try (Prepared data = datasets.prepare(
                run.bound(),
                run.spec().training().precision(),
                run.spec().training().requireSeed())) {
            Encoding encoding = data.encoding();
            if (!encoding.features().stream().allMatch(Feature::isNumeric)) {
                throw refused("NOT_PLANAR", "The plane is of two numbers; a feature of this job is a text.");
            }
            List<PlanePoint> points = new ArrayList<>();
            add(points, data.data().training(), encoding, "training");
            add(points, data.data().validation(), encoding, "validation");
            return new PlaneScene(
                    run.spec(), run.first(), encoding, frame(data.data().training(), encoding), List.copyOf(points));
        }
    }

    private static void require(JobRun run) {
        int features = run.bound().features().size();
        if (features != 2) {
            throw refused("NOT_PLANAR", "The plane has two features; this job has " + features + ".");
        }
        if (run.bound().trainingRows() > MOST_ROWS) {
            String message = "The plane is drawn of at most " + MOST_ROWS + " examples; this job has "
                    + run.bound().trainingRows() + ".";
            throw refused("TOO_LARGE", message);
        }
    }

    private static ProblemException refused(String code, String message) {
        return ProblemException.unprocessable(new Fault("/dataset/features", code, message));
    }

    private static Grid frame(Examples examples, Encoding encoding) {
        double[] inputs = OffHeap.toDoubles(examples.x());
        Axis[] axes = new Axis[2];
        for (int side = 0; side < 2; side++) {
            Feature feature = encoding.features().get(side);
            double[] values = new double[examples.count()];
            for (int j = 0; j < values.length; j++) {
                values[j] = raw(inputs[2 * j + side], feature);
            }
            axes[side] = Axis.around(feature.name(), values);
        }
        return new Grid(axes[0], axes[1], 1);
    }

    private static void add(List<PlanePoint> points, @Nullable Examples examples, Encoding encoding, String part) {
        int n = examples == null ? 0 : examples.count();
        int shown = Math.min(n, MOST_POINTS);
        for (int i = 0; examples != null && i < shown; i++) {
            int j = (int) ((long) i * n / shown);
            double x =
                    raw(OffHeap.get(examples.x(), 2L * j), encoding.features().get(0));
            double y = raw(
                    OffHeap.get(examples.x(), 2L * j + 1), encoding.features().get(1));
            points.add(new PlanePoint(round(x), round(y), value(examples, j, encoding), part));
        }
    }

    private static double value(Examples examples, int j, Encoding encoding) {
        long rows = examples.y().size(0);
        if (encoding.target().task() != Task.CLASSIFICATION) {
            return encoding.target().offset() + encoding.target().scale() * OffHeap.get(examples.y(), j * rows);
        }
        int best = 0;
        for (int k = 1; k < rows; k++) {
            best = OffHeap.get(examples.y(), j * rows + k) > OffHeap.get(examples.y(), j * rows + best) ? k : best;
        }
        return best;
    }

    private static double raw(double input, Feature feature) {
        return feature.offset() + feature.scale() * input;
    }

    /** Four digits, as a picture needs. */
    static double round(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double unit = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        return Double.isFinite(unit) ? Math.round(value * unit) / unit : value;
    }

    /** Inputs of a network at the middle of each cell. */
    double[] inputs(Grid grid) {
        Feature x = encoding.features().get(0);
        Feature y = encoding.features().get(1);
        return grid.middles(value -> (value - x.offset()) / x.scale(), value -> (value - y.offset()) / y.scale());
    }
}
