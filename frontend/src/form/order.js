/**
 * Priorities that bring a queue into an order. Pure functions.
 */

/** @typedef {{id: string, priority: number, createdAt: string}} Waiting */

/**
 * The fewest raises that make the server's order (highest priority first, then first come) the given one: from the last to the first,
 * each run keeps its priority where that stands, and else gets one more than the run behind it.
 *
 * @param {readonly Waiting[]} wanted first to be started first
 * @returns {{id: string, priority: number}[]} what has to change
 */
export function priorities(wanted) {
  const changes = [];
  let behind = /** @type {Waiting | null} */ (null);
  for (const one of [...wanted].reverse()) {
    const first = behind !== null && one.createdAt < behind.createdAt;
    const least = behind === null ? -Infinity : first ? behind.priority : behind.priority + 1;
    const priority = Math.max(one.priority, least);
    if (priority !== one.priority) changes.push({id: one.id, priority});
    behind = {...one, priority};
  }
  return changes;
}

/**
 * Seconds until each waiting run is likely to start: a worker becomes free when a running run ends. Beyond the runs that are under
 * way nobody knows how long the ones before it will take.
 *
 * @param {readonly (number | null | undefined)[]} left seconds left of each running run
 * @param {number} waiting how many wait
 * @returns {(number | null)[]}
 */
export function startTimes(left, waiting) {
  const known = left.map((seconds) => seconds ?? Infinity).sort((a, b) => a - b);
  return Array.from({length: waiting}, (_, index) => {
    const seconds = known[index];
    return seconds === undefined || seconds === Infinity ? null : seconds;
  });
}
