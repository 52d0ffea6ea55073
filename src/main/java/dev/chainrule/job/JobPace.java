package dev.chainrule.job;

import dev.chainrule.engine.train.RunSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What jobs that ended here tell of the next ones: what a job takes besides its training (its data are read, its model is kept), and
 * by how much those that were foreseen took longer than that, because others want the machine too.
 */
@Component
final class JobPace {

    private static final int KEPT = 15;

    /** What a job takes besides its training until one has ended here, seconds. */
    private static final double PRIOR = 0.05;

    /** What the newest job counts. */
    private static final double WEIGHT = 0.3;

    /** Times a job may have taken what was foreseen, more says nothing of the next one. */
    private static final double MOST = 16;

    private static final int FORESEEN = 100;

    private final double[] besides = new double[KEPT];
    private final Map<RunSpec, RunTime> foreseen = new LinkedHashMap<>();
    private int ended;
    private double slowness = 1;

    /** @param time before {@link #slowness} */
    synchronized void foresee(RunSpec run, RunTime time) {
        foreseen.put(run, time);
        if (foreseen.size() > FORESEEN) {
            foreseen.remove(foreseen.keySet().iterator().next());
        }
    }

    /**
     * A run was carried out from its start to its end.
     *
     * @param all seconds it took
     * @param aside seconds of those besides its training
     */
    synchronized void took(RunSpec run, double all, double aside) {
        besides[ended % KEPT] = aside;
        ended++;
        RunTime time = foreseen.remove(run);
        if (time != null) {
            double times = Math.clamp(all / time.likely(), 1 / MOST, MOST);
            slowness *= Math.pow(times / slowness, WEIGHT);
        }
    }

    /** Seconds that a job takes besides its training: of the middle one of the last. */
    synchronized double besides() {
        double[] known = Arrays.copyOf(besides, Math.min(ended, KEPT));
        Arrays.sort(known);
        return known.length == 0 ? PRIOR : known[known.length / 2];
    }

    /** Times that jobs lately took of what was foreseen. */
    synchronized double slowness() {
        return slowness;
    }
}
