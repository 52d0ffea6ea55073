/**
 * The last numbers of a run, large, in its head.
 *
 * @import {Job} from '../types.js'
 */
import {fill, h, say} from '../dom.js';
import {metric} from '../parts.js';

/** Metrics that are shown, in their order. */
const TILES = ['loss', 'validationLoss', 'accuracy', 'trainingAccuracy', 'validationAccuracy', 'testAccuracy', 'gradientNorm'];

/**
 * @param {HTMLElement} list
 * @param {Job} job
 */
export function showTiles(list, job) {
  const metrics = job.metrics ?? {};
  const shown = TILES.filter((name) => metrics[name] !== undefined);
  if (list.children.length !== shown.length) fill(list, shown.map(() => h('div', {}, h('dt'), h('dd'))));
  shown.forEach((name, index) => {
    const {label, text} = metric(name, metrics[name] ?? null);
    const [term, value] = list.children[index]?.children ?? [];
    if (term) say(term, label);
    if (value) say(value, text);
  });
}
