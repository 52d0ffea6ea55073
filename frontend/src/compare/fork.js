/**
 * A branch of a run, and the run beside it.
 *
 * @import {Job} from '../types.js'
 */
import {jobs} from '../api.js';
import {link} from '../router.js';

/**
 * Starts a branch of a run and shows both side by side.
 *
 * @param {Job} job
 * @param {Record<string, any>} fork atStep, patch
 * @param {string} key
 */
export async function forkAndCompare(job, fork, key) {
  const branch = await jobs.fork(job.id, fork, key);
  location.hash = link(['compare'], {runs: `${job.id},${branch.id}`});
}
