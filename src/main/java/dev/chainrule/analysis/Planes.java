package dev.chainrule.analysis;

import dev.chainrule.dataset.Datasets;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.job.JobRuns;
import dev.chainrule.job.JobRuns.Now;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Draws the plane of jobs of two inputs, as often as somebody looks. The data of the jobs looked at last are kept, so that a look at a
 * running job costs one copy of its parameters and a forward pass over the cells.
 */
@Component
final class Planes {

    private static final int KEPT = 8;

    /** Multiplications of a picture: about a tenth of a second. */
    private static final long MOST_WORK = 2_000_000_000L;

    /** Numbers of all units together: about half a megabyte of JSON. */
    private static final int MOST_NUMBERS = 80_000;

    private static final int LEAST_RESOLUTION = 8;
    private static final int MOST_RESOLUTION = 200;

    private final JobRuns runs;
    private final Datasets datasets;
    private final Map<String, PlaneScene> scenes = new LinkedHashMap<>(KEPT, 0.75f, true);

    Planes(JobRuns runs, Datasets datasets) {
        this.runs = runs;
        this.datasets = datasets;
    }

    /**
     * How finely.
     *
     * @param resolution cells along each side
     * @param unitResolution the same for the units
     * @param units of each layer at most
     * @param points whether the examples are wanted
     */
    record Wanted(int resolution, int unitResolution, int units, boolean points) {

        Wanted {
            List<Fault> faults = new ArrayList<>();
            check("resolution", resolution, LEAST_RESOLUTION, MOST_RESOLUTION, faults);
            check("unitResolution", unitResolution, LEAST_RESOLUTION, MOST_RESOLUTION, faults);
            check("units", units, 0, 1000, faults);
            if (!faults.isEmpty()) {
                throw ProblemException.unprocessable("OUT_OF_RANGE", faults);
            }
        }

        private static void check(String name, int value, int min, int max, List<Fault> faults) {
            if (value < min || value > max) {
                String message = name + " must be " + min + " to " + max + ", was " + value;
                faults.add(new Fault(name, "OUT_OF_RANGE", message));
            }
        }
    }

    /**
     * The plane of a job as it is now.
     *
     * @throws ProblemException 404 where there is no such job, 422 where it has not two numeric inputs or is too large
     */
    PlaneAnswer of(String job, Wanted wanted) {
        PlaneScene scene = scene(job);
        Now now = runs.now(job, scene.spec().network()).orElseGet(() -> first(scene));
        Grid cells = scene.frame().with(affordable(now.network(), wanted.resolution()));
        Grid small = scene.frame().with(Math.min(wanted.unitResolution(), cells.resolution()));
        try (PlanePainter painter = new PlanePainter(now.network(), now.theta())) {
            return new PlaneAnswer(
                    job,
                    now.step(),
                    now.source(),
                    cells.x(),
                    cells.y(),
                    cells.resolution(),
                    small.resolution(),
                    scene.encoding().target().name(),
                    scene.encoding().target().classes(),
                    painter.outputs(scene.inputs(cells), scene.encoding().target()),
                    wanted.units() == 0
                            ? List.of()
                            : painter.layers(scene.inputs(small), units(now.network(), small, wanted.units())),
                    wanted.points() ? scene.points() : null);
        }
    }

    private PlaneScene scene(String job) {
        synchronized (scenes) {
            PlaneScene known = scenes.get(job);
            if (known != null) {
                return known;
            }
        }
        PlaneScene made = PlaneScene.of(runs.find(job), datasets);
        synchronized (scenes) {
            scenes.put(job, made);
            if (scenes.size() > KEPT) {
                scenes.remove(scenes.keySet().iterator().next());
            }
        }
        return made;
    }

    /** A job that has made no step yet. */
    private static Now first(PlaneScene scene) {
        double[] theta = JobPoint.Start.first(scene.first(), Optional.empty());
        return new Now(scene.first().network(), theta, 0, "initial");
    }

    /** The finest grid up to the one that is wanted that a large network is not asked too often for. */
    private static int affordable(NetworkSpec network, int resolution) {
        int most = (int) Math.sqrt((double) MOST_WORK / Math.max(1, network.parameters()));
        if (most < LEAST_RESOLUTION) {
            String message = "The network has " + network.parameters()
                    + " parameters; the plane is drawn of at most "
                    + MOST_WORK / ((long) LEAST_RESOLUTION * LEAST_RESOLUTION) + ".";
            throw ProblemException.unprocessable(new Fault("/model", "TOO_LARGE", message));
        }
        return Math.min(resolution, most);
    }

    /** Units of each layer, so that a deep network has few of each. */
    private static int units(NetworkSpec network, Grid grid, int wanted) {
        long layers = Math.max(1, network.allLayers().size() - 1L);
        return (int) Math.max(1, Math.min(wanted, MOST_NUMBERS / (layers * grid.cells())));
    }
}
