package dev.chainrule.job;

/** Hears of every change of a job's row that its followers should see. */
@FunctionalInterface
interface JobNews {

    /** The row has changed, or will have when the calling thread's transaction commits. */
    void changed(String jobId);
}
