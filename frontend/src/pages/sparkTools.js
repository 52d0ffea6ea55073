/**
 * What can be taken from the list's curves: all of them at once, a menu in each row would be too many. Comes after the list.
 *
 * @import {Job} from '../types.js'
 */
import {BASE, jobs} from '../api.js';
import {explained} from '../chartFrame.js';
import {chartTools} from '../chartTools.js';
import {csvOf} from '../csv.js';
import {curves} from '../early.js';
import {nameOf} from '../parts.js';
import {MOST} from './sparks.js';

const CHART = {
  id: 'runs',
  title: 'Loss of the runs',
  help: 'The small curve in each row is the loss of each step, in at most 60 points and on an axis of its own, from the least to the greatest value. CSV has these points of every run in the list, of the loss and of the validation examples’ loss and accuracy.',
  formula: 'J(θₜ) at step t',
};

/**
 * @param {HTMLElement} table
 * @param {() => readonly Job[]} list the runs that stand in it
 * @param {() => Promise<void>} whole draws all curves
 */
export function sparkTools(table, list, whole) {
  const {help, more} = explained(CHART);
  const {menu, result} = chartTools(CHART, table, {
    option: () => '',
    choose: () => {},
    csv: async () => csvOf([['run', 'name', 'series', 'step', 'value', 'min', 'max'], ...(await numbers(list()))]),
    curl: () => parts(list()).map((runs) => `curl '${location.origin}${BASE}${curves({jobs: idsOf(runs).join()}).replaceAll('%2C', ',')}'`).join('\n'),
    whole,
  });
  menu.classList.add('rightwards');
  return {tools: [more, menu], below: [help, result]};
}

/** @param {readonly Job[]} list */
function parts(list) {
  return Array.from({length: Math.ceil(list.length / MOST)}, (_, part) => list.slice(part * MOST, (part + 1) * MOST));
}

/** @param {readonly Job[]} list */
const idsOf = (list) => list.map(({id}) => id);

/** @param {readonly Job[]} list */
async function numbers(list) {
  const names = new Map(list.map((job) => [job.id, nameOf(job)]));
  const answers = await Promise.all(parts(list).map((runs) => jobs.curves(idsOf(runs))));
  return answers.flat().flatMap(({job, series}) =>
    series.flatMap(({name, steps, values, min, max}) => steps.map((step, at) => [job, names.get(job), name, step, values[at], min?.[at], max?.[at]])),
  );
}
