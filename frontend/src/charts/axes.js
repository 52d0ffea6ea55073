/**
 * Axes of plots: their ticks, numbers and colors.
 *
 * @import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js'
 */
import {decadeTicks} from '../columns.js';
import {count, number, roomy, tickTexts} from '../format.js';
import {token} from '../theme.js';

/** Width of the y axis: equal in all charts, so that equal steps lie above each other. */
export const GUTTER = 58;
const FONT = '11px system-ui, sans-serif';

/** Steps between ticks of a linear axis: 1, 2 and 5 of every power of ten. */
const STRIDES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((power) => [1, 2, 5].map((part) => part * 10 ** power));

/** The same of values, up to the largest that a number can have: those of uPlot, which knows their decimals, end at 10¹⁶. */
const INCREMENTS = Array.from({length: 324}, (_, index) => index - 16).flatMap((power) => [1, 2, 5].map((part) => (power < 0 ? part / 10 ** -power : part * 10 ** power)));

/**
 * The x axis: whole steps unless told otherwise.
 *
 * @param {{log?: boolean, format?: (value: number) => string}} [x]
 * @returns {uPlot.Axis}
 */
export function stepAxis({log = false, format} = {}) {
  const write = format ?? compact;
  const axis = {...axisColors(), size: 30, gap: 6, space: 70};
  if (log) {
    return {
      ...axis,
      splits: (plot, _axis, low, high) => decadeTicks(low, high, Math.max(2, plot.width / 70)),
      values: (_plot, ticks) => ticks.map((tick) => write(10 ** tick)),
    };
  }
  // Neighbors that "k" and "M" would make one number are written out.
  const values = (/** @type {unknown} */ _plot, /** @type {number[]} */ ticks, /** @type {unknown} */ _axis, /** @type {unknown} */ _space, /** @type {number} */ increment) =>
    ticks.map(format ?? (roomy(ticks, increment) ? compact : count));
  return {...axis, ...(format ? {} : {incrs: STRIDES}), values};
}

/** A count in little room: 12000 is 12k. @param {number} step */
export function compact(step) {
  if (step >= 1e6) return `${number(step / 1e6, 4)}M`;
  return step >= 10_000 ? `${number(step / 1000, 4)}k` : String(Number(step.toPrecision(6)));
}

/** A count as it is, so that neighbors differ; what lies between two of them in little room. @param {number} value */
export function exactly(value) {
  return Number.isInteger(value) ? count(value) : compact(value);
}

/** @param {{log?: boolean}} shape @returns {uPlot.Axis} */
export function valueAxis(shape) {
  /** @type {uPlot.Axis} */
  const axis = {...axisColors(), size: GUTTER, gap: 6, space: 34, incrs: INCREMENTS, values: (_plot, ticks, _axis, _space, increment) => tickTexts(ticks, increment)};
  if (!shape.log) return axis;
  return {
    ...axis,
    splits: (_plot, _axis, low, high) => decadeTicks(low, high),
    values: (_plot, ticks) => ticks.map((tick) => number(10 ** tick, 1)),
  };
}

/** @returns {Pick<uPlot.Axis, 'stroke' | 'font' | 'grid' | 'ticks'>} */
export function axisColors() {
  return {
    stroke: () => token('--ink-quiet'),
    font: FONT,
    grid: {stroke: () => token('--grid'), width: 1},
    ticks: {show: false},
  };
}
