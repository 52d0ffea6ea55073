/**
 * Colors of the plane, as numbers: thousands of cells a second are painted with them. Pure but for reading the page's own colors.
 *
 * @import {Rgb} from '../color.js'
 */
import {viridis} from '../color.js';
import {token} from '../theme.js';

/** How strongly a class covers the page where it is least and most certain. */
const FAINT = 0.12;
const STRONG = 0.62;

/** @param {string} hex #rrggbb @returns {Rgb} */
export function rgb(hex) {
  const value = Number.parseInt(hex.replace('#', ''), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/**
 * @param {Rgb} over
 * @param {Rgb} under
 * @param {number} share of the upper one, 0 to 1
 * @returns {Rgb}
 */
export function mixed(over, under, share) {
  const mix = (/** @type {0 | 1 | 2} */ channel) => Math.round(over[channel] * share + under[channel] * (1 - share));
  return [mix(0), mix(1), mix(2)];
}

/** The property that colors a class. @param {number} index */
export function classToken(index) {
  return `--run-${(index % 7) + 1}`;
}

/**
 * The most probable output at a cell.
 *
 * @param {readonly (number | null)[][]} outputs one list of cells each
 * @param {number} cell
 */
export function winner(outputs, cell) {
  let best = 0;
  for (let k = 1; k < outputs.length; k += 1) if ((outputs[k]?.[cell] ?? -1) > (outputs[best]?.[cell] ?? -1)) best = k;
  return best;
}

/**
 * Colors of the cells of classes: the most probable one's, paler where it is less certain.
 *
 * @param {readonly (number | null)[][]} outputs
 * @returns {(cell: number) => Rgb}
 */
export function classShade(outputs) {
  const surface = rgb(token('--surface'));
  const colors = outputs.map((_, index) => rgb(token(classToken(index))));
  const least = 1 / Math.max(2, outputs.length);
  return (cell) => {
    const best = winner(outputs, cell);
    const sure = Math.min(1, Math.max(0, ((outputs[best]?.[cell] ?? 0) - least) / (1 - least)));
    return mixed(colors[best] ?? surface, surface, FAINT + (STRONG - FAINT) * sure);
  };
}

/**
 * Colors of numbers between two ends.
 *
 * @param {readonly [number, number]} ends
 * @returns {(value: number) => Rgb}
 */
export function numberShade([low, high]) {
  return (value) => viridis((value - low) / (high - low || 1));
}

/**
 * @param {readonly (number | null)[]} values
 * @returns {[number, number]} [0, 1] where there are none
 */
export function ends(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/**
 * From the least to the greatest of what a network says and of what it is taught: one scale for both.
 *
 * @param {Pick<import('../types.js').Plane, 'outputs' | 'points'>} plane
 */
export function range({outputs, points}) {
  return ends([...(outputs[0] ?? []), ...(points ?? []).map((point) => point.value)]);
}
