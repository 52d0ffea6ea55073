/**
 * The distribution of a column in a few bars.
 */
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
