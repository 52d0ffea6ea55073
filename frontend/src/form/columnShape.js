/**
 * The distribution of a column in a few bars.
 *
 * @import {Column} from '../types.js'
 */
import {extent} from '../columns.js';
import {svg} from '../dom.js';

const WIDTH = 84;
const HEIGHT = 26;

/**
 * How many of the numbers fall into each of so many equal bins between the least and the greatest.
 *
 * @param {readonly unknown[]} values what is no number is left out
 * @param {number} bins
 * @returns {number[]} empty where there is no number
 */
export function binned(values, bins) {
  const numbers = values.filter((value) => typeof value === 'number').map(Number);
  if (numbers.length === 0) return [];
  const low = numbers.reduce((a, b) => Math.min(a, b));
  const high = numbers.reduce((a, b) => Math.max(a, b));
  const counts = new Array(high > low ? bins : 1).fill(0);
  for (const value of numbers) counts[high > low ? Math.min(bins - 1, Math.floor((bins * (value - low)) / (high - low))) : 0] += 1;
  return counts;
}

/** Bars of numbers. */
const BINS = 16;

/** @typedef {{category: string | null, from: number | null, to: number | null, count: number}} Bar a category, or numbers from (and with) to */

/**
 * What is drawn of a column: how often each category comes, or how many numbers lie in each bin.
 *
 * @param {Column} column
 * @param {readonly unknown[]} values some of them
 * @returns {Bar[]}
 */
export function barsOf({categories, counts}, values) {
  if (counts) return counts.map((count, index) => ({category: categories?.[index] ?? null, from: null, to: null, count}));
  const found = binned(values, BINS);
  const [low, high] = extent(values.map((value) => (typeof value === 'number' ? value : null))) ?? [0, 0];
  const width = (high - low) / Math.max(1, found.length);
  return found.map((count, bin) => ({category: null, from: low + bin * width, to: low + (bin + 1) * width, count}));
}

/**
 * @param {string} name
 * @param {readonly number[]} counts
 */
export function columnShape(name, counts) {
  const most = Math.max(1, ...counts);
  const width = WIDTH / counts.length;
  return svg(
    'svg',
    {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'column-shape', role: 'img', 'aria-label': `Distribution of ${name}`},
    counts.map((one, bin) => svg('rect', {x: bin * width + 0.5, width: Math.max(0.5, width - 1), y: HEIGHT - (HEIGHT * one) / most, height: (HEIGHT * one) / most})),
  );
}
