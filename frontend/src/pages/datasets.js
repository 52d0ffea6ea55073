/**
 * The datasets of this server, and one of them.
 *
 * @import {Column, Dataset} from '../types.js'
 * @import {Page} from './page.js'
 */
import {aborted, command, datasets} from '../api.js';
import {plainFrame} from '../chartFrame.js';
import {csvOf} from '../csv.js';
import {fill, h, say} from '../dom.js';
import {age, bytes, count, number, percent, plural, words} from '../format.js';
import {barsOf, columnShape} from '../form/columnShape.js';
import {firstChoice} from '../form/firstChoice.js';
import {rowsTable, uploader} from '../form/uploader.js';
import {failure, sureButton} from '../notices.js';
import {issueList} from '../parts.js';
import {link} from '../router.js';
import {mayWrite} from '../scope.js';

/** @type {Page} */
export const datasetsPage = {
  title: () => 'Datasets',
  open(root) {
    const asking = new AbortController();
    const list = h('div', {}, h('p', {class: 'help'}, 'Looking…'));
    const show = async () => {
      try {
        const all = await datasets.list(asking.signal);
        fill(list, all.length > 0 ? h('section', {class: 'panel'}, table(all)) : h('p', {class: 'empty'}, 'No dataset yet. Generators need none: they are made from the form of a new run.'));
      } catch (error) {
        if (!aborted(error)) fill(list, failure(error, () => void show()));
      }
    };
    fill(
      root,
      h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, 'Datasets')),
      mayWrite() && h('section', {class: 'panel'}, uploader((dataset) => (location.hash = link(['datasets', dataset.id])))),
      list,
    );
    void show();
    return () => asking.abort();
  },
};

/** @param {readonly Dataset[]} all */
function table(all) {
  const heads = ['Name', 'Format', 'Rows', 'Columns', 'Size', 'Issues', 'Added'];
  return h(
    'div',
    {class: 'scroll'},
    h(
      'table',
      {class: 'figures'},
      h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))),
      h(
        'tbody',
        {},
        all.map((one) =>
          h(
            'tr',
            {},
            h('th', {scope: 'row'}, h('a', {href: link(['datasets', one.id])}, one.name)),
            h('td', {}, one.format),
            h('td', {class: 'number'}, count(one.rows)),
            h('td', {class: 'number'}, count(one.columns.length)),
            h('td', {class: 'number'}, bytes(one.bytes)),
            h('td', {class: 'number'}, one.issues.length > 0 ? count(one.issues.length) : ''),
            h('td', {class: 'number'}, age(one.createdAt)),
          ),
        ),
      ),
    ),
  );
}

/** Rows that the small histograms are made of. */
const SAMPLE = 1000;

/** Categories that a small histogram has room for. */
const MOST_BARS = 24;

const COLUMNS = {
  id: 'columns',
  title: 'Columns',
  help: 'Each column with what it holds; moments are of all rows. The small picture is its distribution: of categories how often each comes in all rows, of numbers how many of the first 1,000 rows lie in each of 16 bins of equal width.',
  formula: 'count of bin i = number of values in [min + i·w, min + (i+1)·w), w = (max − min) / 16',
  wide: true,
};

/** @type {Page} */
export const datasetPage = {
  title: () => 'Dataset',
  open(root, {path}) {
    const asking = new AbortController();
    const id = path[1] ?? '';
    /** @type {any[][]} */
    let first = [];
    const crumbs = h('p', {class: 'crumbs'}, h('a', {href: link(['datasets'])}, 'Datasets'));
    const heading = h('h1', {tabindex: '-1'}, 'Dataset');
    const show = async () => {
      try {
        const dataset = await datasets.get(id, asking.signal);
        say(heading, dataset.name);
        document.title = `${dataset.name} · Chainrule`;
        fill(root, crumbs, h('header', {class: 'page-head'}, heading, actions(dataset)), ...details(dataset, () => first));
        const {rows} = /** @type {{rows: any[][]}} */ (await datasets.rows(id, SAMPLE, asking.signal));
        first = rows;
        showShapes(root, dataset, rows);
        root.append(h('section', {class: 'panel'}, h('h2', {}, 'First rows'), rowsTable(dataset.columns.map((column) => column.name), rows.slice(0, 20))));
      } catch (error) {
        if (!aborted(error)) fill(root, crumbs, heading, failure(error, () => void show()));
      }
    };
    fill(root, crumbs, heading);
    void show();
    return () => asking.abort();
  },
};

/** @param {Dataset} dataset */
function actions(dataset) {
  const spec = {dataset: firstChoice(dataset), model: {layers: ['dense:16:tanh']}};
  const remove = sureButton(
    'Delete',
    async () => {
      await datasets.remove(dataset.id);
      location.hash = link(['datasets']);
    },
    'Runs that learned from it stay; they can no longer be stepped through, forked or analyzed.',
  );
  return h('div', {class: 'actions'}, h('a', {class: 'button', 'data-needs': 'write', href: link(['new'], {spec: JSON.stringify(spec)})}, 'Train on it'), remove);
}

/**
 * @param {Dataset} dataset
 * @param {() => readonly any[][]} rows the first ones, when they have come
 */
function details(dataset, rows) {
  const facts = [`${plural(dataset.rows, 'row')}`, dataset.format, bytes(dataset.bytes), `added ${age(dataset.createdAt)}`].join(' · ');
  return [
    h('p', {class: 'summary'}, facts),
    issueList(dataset.issues),
    columnsFrame(dataset, rows),
    h('p', {class: 'help hash'}, `SHA-256 ${dataset.sha256}`),
  ];
}

/**
 * The table of columns with what can be taken from its small histograms, all of them at once.
 *
 * @param {Dataset} dataset
 * @param {() => readonly any[][]} rows
 */
function columnsFrame(dataset, rows) {
  const bars = () => dataset.columns.flatMap((column, index) => barsOf(column, rows().map((row) => row[index])).map(({category, from, to, count: of}) => [column.name, category, from, to, of]));
  const at = `/datasets/${encodeURIComponent(dataset.id)}`;
  const {section, plot} = plainFrame(COLUMNS, () => csvOf([['column', 'category', 'from', 'to', 'count'], ...bars()]), () => `${command(at, {})}\n${command(`${at}/rows`, {offset: 0, limit: SAMPLE})}`);
  fill(plot, columnsTable(dataset));
  return section;
}

/** @param {Dataset} dataset */
function columnsTable(dataset) {
  const heads = ['Column', 'Type', 'Shape', 'Missing', 'Unique', 'Min', 'Max', 'Mean', 'Deviation', 'Categories'];
  return h(
    'div',
    {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'What each column holds'},
    h(
      'table',
      {class: 'figures'},
      h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))),
      h('tbody', {}, dataset.columns.map((column) => columnRow(column, dataset.rows))),
    ),
  );
}

/**
 * @param {Column} column
 * @param {number} rows
 */
function columnRow(column, rows) {
  const categories = column.categories ?? [];
  return h(
    'tr',
    {},
    h('th', {scope: 'row'}, column.name),
    h('td', {}, words(column.type)),
    h('td', {'data-shape': column.name}),
    h('td', {class: 'number'}, column.missing ? `${count(column.missing)} (${percent(column.missing / rows)})` : '0'),
    h('td', {class: 'number'}, count(column.unique)),
    [column.min, column.max, column.mean, column.deviation].map((value) => h('td', {class: 'number'}, number(value, 4))),
    h('td', {}, categories.slice(0, 6).join(', '), categories.length > 6 ? ` and ${count(categories.length - 6)} more` : ''),
  );
}

/**
 * A small histogram in each row of the table of columns.
 *
 * @param {HTMLElement} root
 * @param {Dataset} dataset
 * @param {readonly any[][]} rows the first ones
 */
function showShapes(root, dataset, rows) {
  dataset.columns.forEach((column, index) => {
    const cell = [...root.querySelectorAll('[data-shape]')].find((one) => one.getAttribute('data-shape') === column.name);
    const counts = barsOf(column, rows.map((row) => row[index])).map((bar) => bar.count);
    if (cell && counts.length > 0) fill(cell, columnShape(column.name, counts.slice(0, MOST_BARS)));
  });
}
