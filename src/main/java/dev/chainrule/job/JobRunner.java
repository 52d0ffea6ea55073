package dev.chainrule.job;

/** Brings a claimed job to an end of some kind, on the calling thread. */
interface JobRunner {

    /**
     * Runs the job and writes its end under the claim's lease.
     *
     * @param control what the job is asked to do meanwhile
     * @throws Exception anything: the job fails with it, and no other
     */
    void run(JobQueue.Claim claim, RunControl control) throws Exception;
}
