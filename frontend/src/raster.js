/**
 * The picture behind the gradient river: one row a layer, one column a pixel. Pure functions.
 *
 * @import {Series} from './types.js'
 */
import {equal, firstFrom} from './columns.js';
import {viridis} from './color.js';

/** Colors of what is not a positive number: zero (nothing flows) and not finite (overflow). */
export const ZERO = /** @type {const} */ ([20, 14, 22]);
export const OVERFLOW = /** @type {const} */ ([214, 40, 90]);

/** @typedef {{steps: readonly number[], values: readonly (number | null)[]}} Row */

/**
 * Whole decades that hold most of the numbers: the lowest and highest hundredth may lie outside, so that one spike does not
 * wash out everything else. At least two decades.
 *
 * @param {readonly Row[]} rows
 * @returns {[number, number]} log10 of both ends
 */
export function decades(rows) {
  const logs = Float64Array.from(rows.flatMap((row) => row.values.filter((value) => value !== null && value > 0).map((value) => Math.log10(Number(value))))).sort();
  if (logs.length === 0) return [-4, 0];
  const cut = Math.floor(logs.length / 100);
  const low = Math.floor(logs[cut] ?? -4);
  // Adding 0 turns -0 into 0.
  const high = Math.ceil(logs[logs.length - 1 - cut] ?? 0) + 0;
  if (high - low >= 2) return [low, high];
  return high - low === 1 ? [low - 1, high] : [low - 1, high + 1];
}

/**
 * Colors of all cells, top row first. A report speaks of the steps since the one before it, so a pixel shows the first report at
 * or after its step; before the steps of the first report and after the last one it stays transparent.
 *
 * @param {readonly Row[]} rows top row first
 * @param {number} width pixels
 * @param {readonly [number, number]} range steps at the left and right edge
 * @param {readonly [number, number]} scale log10 of the ends of the palette
 * @returns {Uint8ClampedArray<ArrayBuffer>} RGBA, width × rows
 */
export function raster(rows, width, range, scale) {
  const pixels = new Uint32Array(width * rows.length);
  let cells = new Int32Array(0);
  rows.forEach((row, y) => {
    // Layers are reported together: the cells of a row are nearly always those of the row above.
    if (y === 0 || !equal(row.steps, rows[y - 1]?.steps ?? [])) cells = cellsOf(row.steps, width, range);
    const colors = colorsOf(row.values, scale);
    for (let x = 0; x < width; x += 1) {
      const cell = cells[x] ?? -1;
      if (cell >= 0) pixels[y * width + x] = colors[cell] ?? 0;
    }
  });
  return new Uint8ClampedArray(pixels.buffer);
}

/**
 * The report that each pixel's middle shows.
 *
 * @param {readonly number[]} steps
 * @param {number} width
 * @param {readonly [number, number]} range
 */
function cellsOf(steps, width, range) {
  const perPixel = (range[1] - range[0]) / width;
  return Int32Array.from({length: width}, (_, x) => cellAt(steps, range[0] + (x + 0.5) * perPixel));
}

/** Colors of a row's reports, kept as long as the numbers: a picture that is moved only looks at them. @type {WeakMap<readonly (number | null)[], {scale: string, colors: Uint32Array}>} */
const COLORS = new WeakMap();

/**
 * @param {readonly (number | null)[]} values
 * @param {readonly [number, number]} scale
 */
function colorsOf(values, scale) {
  const known = COLORS.get(values);
  if (known?.scale === scale.join()) return known.colors;
  const bytes = new Uint8Array(values.length * 4);
  values.forEach((value, index) => {
    const [red, green, blue] = shade(value, scale);
    bytes[4 * index] = red;
    bytes[4 * index + 1] = green;
    bytes[4 * index + 2] = blue;
    bytes[4 * index + 3] = 255;
  });
  const colors = new Uint32Array(bytes.buffer);
  COLORS.set(values, {scale: scale.join(), colors});
  return colors;
}

/**
 * The report that speaks of a place on the step axis; -1 where none does.
 *
 * @param {readonly number[]} steps rising
 * @param {number} place
 */
export function cellAt(steps, place) {
  const index = firstFrom(steps, place);
  return index < steps.length && place > firstEdge(steps) ? index : -1;
}

/**
 * Where the cell of the first report begins: as far before it as it is from the second one.
 *
 * @param {readonly number[]} steps
 */
export function firstEdge(steps) {
  const [first = 0, second = first + 1] = steps;
  return Math.max(0, 2 * first - second);
}

/**
 * The first and the last of the steps that the report at a step speaks of.
 *
 * @param {Pick<Series, 'steps' | 'reduced' | 'exact'>} series
 * @param {number} step
 * @returns {[number, number]}
 */
export function stretch({steps, reduced, exact}, step) {
  if (reduced === false || (exact && step >= exact[0] && step <= exact[1])) return [step, step];
  const before = steps[firstFrom(steps, step) - 1] ?? firstEdge(steps);
  return [Math.min(step, before + 1), step];
}

/**
 * The color of a norm.
 *
 * @param {number | null} value null: it was not finite
 * @param {readonly [number, number]} scale
 */
export function shade(value, scale) {
  if (value === null) return OVERFLOW;
  if (value <= 0) return ZERO;
  return viridis((Math.log10(value) - scale[0]) / (scale[1] - scale[0]));
}
