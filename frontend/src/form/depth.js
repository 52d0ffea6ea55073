/**
 * Heights of bars for norms. Pure functions.
 */

/** Decades that are shown at least, so that a healthy gradient looks level. */
const LEAST_DECADES = 3;

/**
 * Heights of bars for norms, 0 to 1 on a scale of decades.
 *
 * @param {readonly (number | null)[]} norms
 * @returns {{heights: (number | null)[], low: number, high: number}} null: zero or not finite; log10 of both ends
 */
export function bars(norms) {
  const logs = norms.map((norm) => (norm !== null && norm > 0 ? Math.log10(norm) : null));
  const known = logs.filter((log) => log !== null);
  if (known.length === 0) return {heights: logs, low: -LEAST_DECADES, high: 0};
  const high = Math.ceil(Math.max(...known)) + 0;
  const low = Math.min(Math.floor(Math.min(...known)), high - LEAST_DECADES);
  return {heights: logs.map((log) => (log === null ? null : Math.max(0.03, (log - low) / (high - low)))), low, high};
}
