/**
 * Series of the server as columns of a chart. Pure functions.
 *
 * @import {Series} from './types.js'
 */

/** @typedef {(number | null | undefined)[]} Values undefined: nothing was reported at this step; null: a gap in the line */

/**
 * Brings columns with different steps onto one rising list of steps.
 *
 * @param {{steps: readonly number[], values: Values}[]} columns
 * @returns {{x: number[], columns: Values[]}}
 */
export function align(columns) {
  const [first] = columns;
  if (first && columns.every(({steps}) => equal(steps, first.steps))) {
    return {x: [...first.steps], columns: columns.map(({values}) => first.steps.map((_, index) => values[index] ?? null))};
  }
  const x = union(columns.map(({steps}) => steps));
  const place = new Map(x.map((step, index) => [step, index]));
  return {
    x,
    columns: columns.map(({steps, values}) => {
      /** @type {Values} */
      const out = new Array(x.length).fill(undefined);
      steps.forEach((step, index) => {
        out[place.get(step) ?? -1] = values[index] ?? null;
      });
      return out;
    }),
  };
}

/**
 * All steps of several lists, rising. Layers are reported together: their lists are nearly always the same.
 *
 * @param {readonly (readonly number[])[]} lists each rising
 */
export function union(lists) {
  const [first = [], ...rest] = lists.filter((list, index) => index === 0 || !equal(list, lists[index - 1] ?? []));
  return rest.length === 0 ? [...first] : [...new Set([first, ...rest].flat())].sort((a, b) => a - b);
}

/**
 * @param {readonly number[]} some
 * @param {readonly number[]} others
 */
export function equal(some, others) {
  return some === others || (some.length === others.length && some.every((one, index) => one === others[index]));
}

/**
 * Exponential running mean without the pull of its start (weights are normalized). Gaps stay gaps.
 *
 * @param {Values} values
 * @param {number} weight of the past, 0 (no smoothing) to below 1
 * @returns {Values}
 */
export function smooth(values, weight) {
  let sum = 0;
  let norm = 0;
  return values.map((value) => {
    if (value === null || value === undefined) return value;
    sum = weight * sum + (1 - weight) * value;
    norm = weight * norm + (1 - weight);
    return sum / norm;
  });
}

/**
 * log10 of a column; what has none (zero, below) becomes a gap.
 *
 * @param {Values} values
 * @returns {Values}
 */
export function log10(values) {
  return values.map((value) => (value === null || value === undefined ? value : value > 0 ? Math.log10(value) : null));
}

/**
 * Exponential running geometric mean; what has no logarithm stays as it is.
 *
 * @param {Values} values
 * @param {number} weight of the past, 0 (no smoothing) to below 1
 * @returns {Values}
 */
export function smoothLog(values, weight) {
  return smooth(log10(values), weight).map((mean, index) => (typeof mean === 'number' ? 10 ** mean : values[index]));
}

/**
 * Smallest and largest number, null where there is none.
 *
 * @param {Iterable<number | null | undefined>} values
 * @returns {[number, number] | null}
 */
export function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/**
 * The last number of a column.
 *
 * @param {Values} values
 */
export function last(values) {
  for (let index = values.length - 1; index >= 0; index -= 1) {
    const value = values[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/**
 * The index of the value nearest to an index that has one; a gap at the index itself is an answer too.
 *
 * @param {Values} values
 * @param {number} index
 * @returns {number | null}
 */
export function nearest(values, index) {
  for (let distance = 0; distance < values.length; distance += 1) {
    if (values[index - distance] !== undefined) return index - distance;
    if (values[index + distance] !== undefined) return index + distance;
  }
  return null;
}

/**
 * Indices of the numbers that stand alone: no line reaches them, so they need a dot.
 *
 * @param {Values} values
 */
export function isolated(values) {
  // A line without gaps leaves no number alone.
  const ends = [values.findIndex((value) => value !== undefined), values.findLastIndex((value) => value !== undefined)];
  if (ends[0] !== ends[1] && !values.includes(null)) return [];
  const reported = values.map((_, index) => index).filter((index) => values[index] !== undefined);
  const gap = (/** @type {number | undefined} */ index) => index === undefined || values[index] === null;
  return reported.filter((index, at) => values[index] !== null && gap(reported[at - 1]) && gap(reported[at + 1]));
}

/**
 * The index of the first step at or after a place; the length where there is none.
 *
 * @param {readonly number[]} steps rising
 * @param {number} place
 */
export function firstFrom(steps, place) {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {number} */ (steps[middle]) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Range of the step axis: the zoom, or all that was reported, from where the first report's steps begin. Never empty.
 *
 * @param {readonly number[][]} steps of the series drawn
 * @param {readonly [number, number] | null} zoom
 * @returns {[number, number]}
 */
export function stepRange(steps, zoom) {
  if (zoom) return [zoom[0], Math.max(zoom[1], zoom[0] + 1)];
  const firsts = steps.filter((list) => list.length > 0).map(([first = 0, second = first + 1]) => Math.max(0, 2 * first - second));
  const range = extent([...firsts, ...steps.map((list) => list.at(-1))]);
  if (!range) return [0, 1];
  return range[0] === range[1] ? [range[0], range[1] + 1] : range;
}

/**
 * The smallest range of whole steps around a range, at least one step wide.
 *
 * @param {readonly [number, number]} range
 * @returns {[number, number]}
 */
export function wholeSteps([from, to]) {
  const first = Math.max(0, Math.floor(from));
  return [first, Math.max(first + 1, Math.ceil(to))];
}

/**
 * The limits of a linear axis around values, with a little air.
 *
 * @param {[number, number] | null} range
 * @returns {[number, number]}
 */
export function airy(range) {
  if (!range) return [0, 1];
  const [low, high] = range;
  const air = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
  const floor = low >= 0 && low - air < 0 ? Math.min(0, low) : low - air;
  return [floor, high + air];
}

/**
 * Ticks of an axis that carries log10 values: decades, and 2 and 5 between them where few decades are seen.
 *
 * @param {number} low log10
 * @param {number} high log10
 * @param {number} [most] about how many labels fit
 * @returns {number[]} log10 of the ticks
 */
export function decadeTicks(low, high, most = 6) {
  const decades = high - low;
  const parts = decades < 1.3 ? [1, 2, 3, 5, 7] : decades < 2.6 ? [1, 2, 5] : [1];
  const every = parts.length > 1 ? 1 : Math.max(1, Math.ceil(decades / most));
  const ticks = [];
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade += 1) {
    if (decade % every !== 0) continue;
    for (const part of parts) {
      const tick = decade + Math.log10(part);
      if (tick >= low - 1e-9 && tick <= high + 1e-9) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * Names of layers that have a series of this kind, in the order of the network.
 *
 * @param {string} kind e.g. gradientNorm
 * @param {readonly string[]} layers
 * @param {ReadonlyMap<string, Series>} series
 */
export function layersWith(kind, layers, series) {
  return layers.filter((layer) => series.has(`${kind}.${layer}`));
}
