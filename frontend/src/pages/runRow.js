/**
 * One row of the list of runs.
 *
 * @import {Job} from '../types.js'
 * @import {Sparks} from './sparks.js'
 */
import {fill, h, say} from '../dom.js';
import {age} from '../format.js';
import {ENDED, metric, nameOf, progressBar, progressText, showBadge, summary} from '../parts.js';
import {link} from '../router.js';

/**
 * @param {Job} job
 * @param {{chosen: (id: string) => boolean, choose: (id: string, on: boolean) => void}} choice
 */
export function row(job, choice) {
  const {bar} = progressBar();
  const box = h('input', {type: 'checkbox', checked: choice.chosen(job.id), onchange: () => choice.choose(job.id, box.checked)});
  return h(
    'tr',
    {},
    h('td', {class: 'pick'}, h('label', {}, box, h('span', {class: 'visually-hidden'}))),
    h('td', {class: 'state'}, h('span')),
    h('td', {class: 'name'}, h('a', {href: link(['runs', job.id])}), h('span', {class: 'marks'}), h('span', {class: 'summary'}), h('span', {class: 'verdict'}), h('span', {class: 'tags'})),
    h('td', {class: 'progress'}, bar, h('span', {class: 'progress-text'})),
    h('td', {class: 'loss'}, h('canvas', {class: 'spark', 'aria-hidden': 'true'}), h('span', {class: 'figure'}), h('span', {class: 'best'})),
    h('td', {class: 'accuracy'}, h('span', {class: 'figure'}), h('span', {class: 'best'})),
    h('td', {class: 'age'}),
  );
}

/**
 * @param {HTMLElement} element
 * @param {Job} job
 * @param {Sparks} sparks
 */
export function updateRow(element, job, sparks) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const metrics = job.metrics ?? {};
  showBadge(find('.state > span'), job.state);
  say(find('.name a'), nameOf(job));
  say(find('.pick .visually-hidden'), `Choose ${nameOf(job)}`);
  say(find('.summary'), summary(job.spec));
  say(find('.name .verdict'), job.verdict ?? '');
  showTags(find('.tags'), job.tags ?? []);
  const bar = /** @type {HTMLProgressElement} */ (find('progress'));
  bar.value = job.progress?.fraction ?? 0;
  bar.hidden = ENDED.has(job.state) || job.state === 'QUEUED';
  say(find('.progress-text'), progressText(job));
  const loss = metrics['validationLoss'] ?? metrics['loss'];
  say(find('.loss .figure'), loss === undefined ? '' : metric('loss', loss).text);
  const accuracy = metrics['validationAccuracy'] ?? metrics['accuracy'] ?? metrics['trainingAccuracy'];
  say(find('.accuracy .figure'), accuracy === undefined || accuracy === null ? '' : metric('accuracy', accuracy).text);
  say(find('.age'), age(job.createdAt));
  sparks.watch(element, job);
}

/**
 * @param {HTMLElement} place
 * @param {readonly string[]} tags
 */
function showTags(place, tags) {
  const key = tags.join('\n');
  if (place.dataset['key'] === key) return;
  place.dataset['key'] = key;
  fill(place, tags.map((tag) => h('a', {class: 'tag', href: link(['runs'], {q: `#${tag}`})}, `#${tag}`)));
}
