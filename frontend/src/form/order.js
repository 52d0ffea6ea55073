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
 * Seconds until each waiting run is likely to start: each takes the worker that becomes free first, and keeps it as long as its dry run
 * says. From the first one on that nobody can tell, nobody can tell.
 *
 * @param {readonly (number | null | undefined)[]} left seconds left of each running run
 * @param {readonly (number | null | undefined)[]} lasting seconds that each waiting run would take, first to start first
 * @returns {(number | null)[]}
 */
export function startTimes(left, lasting) {
  const free = left.map((seconds) => seconds ?? Infinity);
  return lasting.map((seconds) => {
    const worker = free.indexOf(Math.min(...free));
    const start = free[worker] ?? Infinity;
    free[worker] = start + (seconds ?? Infinity);
    return start === Infinity ? null : start;
  });
}
