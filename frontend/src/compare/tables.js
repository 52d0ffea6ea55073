/**
 * What differs between runs, and how each went, as tables.
 *
 * @import {Job} from '../types.js'
 */
import {fill, h, say} from '../dom.js';
import {NOTHING, duration, plural, words} from '../format.js';
import {badge, metric} from '../parts.js';
import {link} from '../router.js';
import {COLORS} from '../charts/overlay.js';
import {differences} from './difference.js';
import {groupNames} from './names.js';

/** Last values worth a row, in their order. */
const METRICS = ['loss', 'trainingLoss', 'validationLoss', 'accuracy', 'validationAccuracy', 'testAccuracy', 'gradientNorm'];

/**
 * A line in the color of a run.
 *
 * @param {number} color
 */
export function swatch(color) {
  return h('span', {class: `swatch run-${(color % COLORS) + 1}${color >= COLORS ? ' dashed' : ''}`, 'aria-hidden': 'true'});
}

/**
 * The heads of the columns: one a line of the chart.
 *
 * @param {readonly (readonly Job[])[]} groups
 */
function heads(groups) {
  return h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, h('span', {class: 'visually-hidden'}, 'Setting')), groupNames(groups).map((name, color) => h('th', {scope: 'col'}, swatch(color), name))));
}

/**
 * @param {HTMLElement} root
 * @param {readonly (readonly Job[])[]} groups runs that are drawn as one stand in one column
 */
export function differenceTable(root, groups) {
  const jobs = groups.flat();
  const found = differences(jobs.map((job) => job.spec));
  const text = found.length === 0 ? 'Nothing: the requests are equal.' : '';
  const rows = found.map(({path, values}) => {
    let at = 0;
    const cells = groups.map((group) => values.slice(at, (at += group.length)));
    return h('tr', {}, h('th', {scope: 'row', class: 'path'}, path), cells.map((own) => h('td', {}, cell(path, own))));
  });
  redraw(root, JSON.stringify([groups.map((group) => group.map((job) => job.id)), found]), () =>
    text ? h('p', {class: 'help'}, text) : scroll('What differs', h('table', {class: 'figures differences'}, heads(groups), h('tbody', {}, rows))),
  );
}

/**
 * @param {string} path
 * @param {readonly unknown[]} values
 */
function cell(path, values) {
  const [value] = values;
  if (path === 'dataset.id' && typeof value === 'string') return h('a', {href: link(['datasets', value])}, value.slice(0, 8));
  return [...new Set(values.map(shown))].join(', ');
}

/** @param {unknown} value */
function shown(value) {
  if (value === undefined) return NOTHING;
  if (typeof value === 'string') return words(value);
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/**
 * @param {HTMLElement} root
 * @param {readonly Job[]} jobs
 * @param {(job: Job) => number} colorOf
 * @param {(job: Job) => void} onRemove
 */
export function outcomeTable(root, jobs, colorOf, onRemove) {
  const names = METRICS.filter((name) => jobs.some((job) => job.metrics?.[name] !== undefined));
  const seconds = (/** @type {Job} */ job) => (job.startedAt && job.finishedAt ? duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000) : NOTHING);
  const text = (/** @type {Job} */ job, /** @type {string} */ name) => (job.metrics?.[name] === undefined ? NOTHING : metric(name, job.metrics[name] ?? null).text);
  redraw(root, JSON.stringify(jobs.map((job) => [job.id, job.state, job.verdict, job.progress?.step])), () => {
    const called = groupNames(jobs.map((job) => [job]));
    const columns = jobs.map((job, at) =>
      h(
        'tr',
        {'data-run': job.id},
        h('th', {scope: 'row', class: 'run-name'}, swatch(colorOf(job)), h('a', {href: link(['runs', job.id])}, called[at]), ' ', badge(job.state), h('p', {class: 'verdict-cell'}, job.verdict ?? '')),
        names.map((name) => h('td', {class: 'number'}, text(job, name))),
        h('td', {class: 'number'}, plural(job.progress?.step ?? 0, 'step')),
        h('td', {class: 'number'}, seconds(job)),
        h('td', {}, jobs.length > 1 && h('button', {type: 'button', class: 'tool', 'aria-label': `Leave ${called[at]} out`, title: 'Leave out', onclick: () => onRemove(job)}, '×')),
      ),
    );
    const head = ['Run', ...names.map((name) => metric(name, 0).label), 'Steps', 'Time'].map((name) => h('th', {scope: 'col'}, name));
    return scroll('How the runs went', h('table', {class: 'figures outcome'}, h('thead', {}, h('tr', {}, head, h('th', {scope: 'col'}, h('span', {class: 'visually-hidden'}, 'Leave out')))), h('tbody', {}, columns)));
  });
}

/**
 * @param {string} label
 * @param {HTMLElement} table
 */
function scroll(label, table) {
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label}, table);
}

/**
 * Draws anew only what has changed, so that focus and scrolling stay.
 *
 * @param {HTMLElement} root
 * @param {string} key
 * @param {() => HTMLElement} draw
 */
function redraw(root, key, draw) {
  if (root.dataset['key'] === key) return;
  root.dataset['key'] = key;
  fill(root, draw());
}

/**
 * What to say of an address whose runs are not there, or that names none.
 *
 * @param {number} runs that are there
 * @param {readonly string[]} gone ids of those that are not
 */
export function noticeOf(runs, gone) {
  const choose = h('a', {href: link(['runs'])}, 'Choose runs');
  const missing = gone.length > 0 && h('p', {class: 'notice'}, `Not there any more, or never: ${gone.join(', ')}.`);
  return [missing, runs === 0 && h('p', {class: 'empty'}, choose, ' in the list to see their curves, their gradients and what differs between them side by side.')];
}

/**
 * Why curves are not there.
 *
 * @param {HTMLElement} root
 * @param {readonly {label: string, why: string}[]} missing
 */
export function sayMissing(root, missing) {
  const reasons = [...new Set(missing.map(({why}) => why))];
  const texts = reasons.map((reason) => `${missing.filter(({why}) => why === reason).map(({label}) => label).join(', ')} (${reason})`);
  root.hidden = missing.length === 0;
  say(root, texts.length === 0 ? '' : `Not drawn: ${texts.join('; ')}.`);
}
