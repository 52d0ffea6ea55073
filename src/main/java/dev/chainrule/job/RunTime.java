package dev.chainrule.job;

/**
 * Seconds a run takes on this machine with no other run beside it. Training and the writing of its history go on side by side: the
 * slower of both is what is likely, both one after the other what is the most.
 *
 * @param least where the fastest step seen is the usual one and writing is never waited for
 * @param likely the one number, where one is asked for
 * @param most where training and writing get in each other's way
 */
record RunTime(double least, double likely, double most) {

    /** A measured step is seldom further from the mean of a run's steps. */
    private static final double SLACK = 1.5;

    /** Code that is not compiled yet is slow for so many seconds, and then not more than so many times as slow as its work. */
    private static final double WARM_UP = 2;

    private static final double CLUMSY = 4;

    /**
     * Seconds of one step.
     *
     * @param fastest the shortest that is known
     * @param usual the middle one
     * @param mean over steps with little and with much to report
     * @param writing of what a step reports
     * @param work told from its multiplications; infinite where these tell nothing
     */
    record Step(double fastest, double usual, double mean, double writing, double work) {}

    /** @param besides seconds before and after training */
    static RunTime of(long steps, Step step, double besides) {
        double training = Math.min(steps * step.usual(), WARM_UP + steps * CLUMSY * step.work());
        double slow = Math.min(steps * step.mean(), 2 * (WARM_UP + steps * CLUMSY * step.work()));
        double writing = steps * step.writing();
        double likely = Math.max(training, writing) + besides;
        double least = steps * step.fastest() + besides / 2;
        double most = SLACK * (Math.max(training, slow) + writing) + 2 * besides;
        return new RunTime(Math.min(least, likely), likely, Math.max(most, likely));
    }

    /** On a machine where jobs lately took so many times what was foreseen. */
    RunTime times(double slowness) {
        return new RunTime(least * Math.min(1, slowness), likely * slowness, most * Math.max(1, slowness));
    }

    /** A run that is ended after so many seconds. */
    RunTime within(double maxSeconds) {
        return new RunTime(Math.min(least, maxSeconds), Math.min(likely, maxSeconds), Math.min(most, maxSeconds));
    }
}
