/**
 * Several runs over one axis: each a line, or the mean of several seeds with a band from the lowest to the highest.
 *
 * @import {Board} from './chart.js'
 */
import {align, extent, smooth} from '../columns.js';
import {number, percent} from '../format.js';
import {token} from '../theme.js';
import {linePlot} from './plot.js';

/** Weight of the past in the running mean of noisy curves. */
const WEIGHT = 0.85;

/** Lines that can be told apart by color alone; the next ones are dashed. */
export const COLORS = 7;

/**
 * @typedef {object} Strand one run, or several that differ only in their seed
 * @property {string} label
 * @property {number} color its place among the colors, counted from 0
 * @property {number[]} x
 * @property {(number | null)[]} values
 * @property {(number | null)[]} low
 * @property {(number | null)[]} high
 * @property {boolean} banded whether low and high are of several seeds
 *
 * @typedef {object} Look
 * @property {boolean} logX
 * @property {boolean} logY
 * @property {boolean} noisy whether a running mean is drawn over the values
 * @property {boolean} share whether values are shares of 1
 * @property {(value: number) => string} writeX
 * @property {[number, number] | null} zoom
 */

/**
 * @param {HTMLElement} root
 * @param {readonly Strand[]} strands
 * @param {Look} look
 * @param {Board} board
 */
export function overlay(root, strands, look, board) {
  const format = look.share ? percent : number;
  const lines = strands.flatMap((strand) => {
    const color = () => token(`--run-${(strand.color % COLORS) + 1}`);
    const dashed = strand.color >= COLORS;
    return [
      {label: `highest of ${strand.label}`, color, width: 1, alpha: 0.3, silent: true},
      {label: `lowest of ${strand.label}`, color, width: 1, alpha: 0.3, silent: true},
      {label: strand.label, color, dashed, width: 2, format: (/** @type {number} */ value) => format(value)},
    ];
  });
  const plot = linePlot(
    root,
    {
      label: 'The runs over one axis.',
      height: 340,
      log: look.logY,
      lines,
      bands: strands.map((_, index) => /** @type {[number, number]} */ ([3 * index, 3 * index + 1])),
      x: {log: look.logX, format: look.writeX},
    },
    content(strands, look),
    board,
  );
  return {
    /**
     * @param {readonly Strand[]} next as many as before
     * @param {[number, number] | null} zoom
     */
    update: (next, zoom) => plot.show(content(next, {...look, zoom})),
    move: plot.move,
    destroy: plot.destroy,
  };
}

/**
 * @param {readonly Strand[]} strands
 * @param {Look} look
 */
function content(strands, look) {
  const aligned = align(
    strands.flatMap((strand) => {
      const steps = look.logX ? strand.x.map(decades) : strand.x;
      const middle = look.noisy && !strand.banded ? smooth(strand.values, WEIGHT) : strand.values;
      return [strand.high, strand.low, middle].map((values) => ({steps, values}));
    }),
  );
  return {...aligned, range: look.zoom ?? wide(extent(aligned.x))};
}

/** Where a logarithmic axis puts a place. @param {number} place */
const decades = (place) => Math.log10(Math.max(place, 1e-12));

/**
 * From the first to the last place of all runs, in the numbers of the axis.
 *
 * @param {readonly Strand[]} strands
 * @param {boolean} logX
 * @returns {[number, number]}
 */
export function spread(strands, logX) {
  const ends = strands.flatMap(({x}) => [x[0] ?? null, x.at(-1) ?? null]);
  const [first, last] = wide(extent(ends));
  return logX ? [decades(first), decades(last)] : [first, last];
}

/** @param {[number, number] | null} range @returns {[number, number]} */
function wide(range) {
  if (!range) return [0, 1];
  return range[0] === range[1] ? [range[0], range[0] + 1] : range;
}
