package dev.chainrule.job;

import java.util.Arrays;
import org.springframework.stereotype.Component;

/** What a job takes besides its training: its data are read, its model is kept. Learned from the last ones that ended here. */
@Component
final class Besides {

    private static final int KEPT = 15;

    /** Until a job has ended here, seconds. */
    private static final double PRIOR = 0.05;

    private final double[] seconds = new double[KEPT];
    private int ended;

    synchronized void took(double besides) {
        seconds[ended % KEPT] = besides;
        ended++;
    }

    /** Seconds of the middle one of the last. */
    synchronized double seconds() {
        double[] known = Arrays.copyOf(seconds, Math.min(ended, KEPT));
        Arrays.sort(known);
        return known.length == 0 ? PRIOR : known[known.length / 2];
    }

    /** Whether nothing has ended here yet: a process that has just begun is slower than it will be. */
    synchronized boolean cold() {
        return ended == 0;
    }
}
