package dev.chainrule.job;

/**
 * One worker's right to a job, from its claim to its end. Every write made under it carries the token, which the next
 * claim raises: a worker that lost its lease can write nothing.
 *
 * @param jobId the job
 * @param owner drawn at random by each process at its start, so that a restarted process never looks like its former self
 * @param token the fencing token
 */
record Lease(String jobId, String owner, long token) {}
