/**
 * Experiments of the lecture, each one click away.
 *
 * @import {Page} from './page.js'
 */
import {BASE, aborted, epochGd, freshKey, jobs, leastSquares} from '../api.js';
import {plainFrame, segmented, showReadings} from '../chartFrame.js';
import {csvOf} from '../csv.js';
import {compact} from '../charts/axes.js';
import {overlay} from '../charts/overlay.js';
import {fill, h} from '../dom.js';
import {count, number} from '../format.js';
import {copyButton, failure} from '../notices.js';
import {amend, link} from '../router.js';
import {exampleCards} from './examples.js';

/** @type {Page} */
export const galleryPage = {
  title: () => 'Gallery',
  open(root) {
    fill(
      root,
      h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, 'Gallery')),
      h('p', {class: 'lead'}, 'Experiments of a lecture on back-propagation. Each starts with one click.'),
      exampleCards(),
    );
    return () => {};
  },
};

/** Sizes of data that can be chosen. */
const SIZES = ['100', '1000', '10000'];

/**
 * A page that asks one question and shows the answer.
 *
 * @param {string} title
 * @param {string} path of the question, below /api/v1
 * @param {(query: URLSearchParams) => Record<string, any>} questionOf
 * @param {(question: Record<string, any>, signal: AbortSignal) => Promise<any>} ask
 * @param {(answer: any, question: Record<string, any>) => {nodes: HTMLElement[], destroy?: () => void}} show
 * @returns {Page}
 */
function questionPage(title, path, questionOf, ask, show) {
  return {
    title: () => title,
    open(root, {query}) {
      const asking = new AbortController();
      const body = h('div', {'aria-live': 'polite'});
      let destroy = () => {};
      const run = async () => {
        const question = questionOf(query);
        fill(body, h('p', {class: 'help'}, 'Computing…'));
        try {
          const answer = await ask(question, asking.signal);
          const shown = show(answer, question);
          destroy = shown.destroy ?? destroy;
          const curl = () => commandOf(path, question);
          fill(body, shown.nodes, h('p', {class: 'actions'}, copyButton(curl, 'Copy as curl')));
        } catch (error) {
          if (!aborted(error)) fill(body, failure(error, () => void run()));
        }
      };
      const sizes = segmented('Examples', SIZES, query.get('rows') ?? '1000', (rows) => {
        query.set('rows', rows);
        amend({rows});
        destroy();
        void run();
      });
      fill(root, h('p', {class: 'crumbs'}, h('a', {href: link(['gallery'])}, 'Gallery')), h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, title), h('div', {class: 'page-tools'}, h('span', {class: 'help'}, 'examples'), sizes)), body);
      void run();
      return () => {
        asking.abort();
        destroy();
      };
    },
  };
}

/**
 * A question as a command for a terminal.
 *
 * @param {string} path below /api/v1
 * @param {Record<string, any>} question
 */
function commandOf(path, question) {
  return `curl ${location.origin}${BASE}${path} -H 'Content-Type: application/json' -d '${JSON.stringify(question)}'`;
}

const GAP = {
  id: 'epoch-gd',
  title: 'Gap to the minimum',
  help: 'How far the function still is above its minimum after each epoch: the mean of several runs, the band from the smallest to the largest. The theorem promises that the mean stays below its bound, which falls like 1/T.',
  formula: 'E[f(w) − f(w*)] ≤ 16 G² / (λT)',
  wide: true,
};

/** @param {URLSearchParams} query */
const rowsOf = (query) => (SIZES.includes(query.get('rows') ?? '') ? Number(query.get('rows')) : 1000);

/** @param {number} rows */
const linear = (rows) => ({generator: {type: 'linear', rows, noise: 0.1, seed: 7}});

export const leastSquaresPage = questionPage(
  'Analytic against SGD',
  '/least-squares',
  (query) => ({dataset: linear(rowsOf(query))}),
  leastSquares,
  (answer, question) => {
    const {analytic, sgd, crossover} = answer.cost;
    const notice = h('div');
    const watch = h('button', {type: 'button', class: 'button', onclick: () => void train()}, 'Watch SGD find the same weights');
    const train = async () => {
      watch.disabled = true;
      try {
        const job = await jobs.start({name: 'linear regression by sgd', tags: ['example'], dataset: question['dataset'], model: {layers: []}, training: {optimizer: {type: 'sgd', learningRate: 0.05}, epochs: 40, seed: 1}}, freshKey());
        location.hash = link(['runs', job.id]);
      } catch (error) {
        watch.disabled = false;
        fill(notice, failure(error));
      }
    };
    return {
      nodes: [
        h('p', {class: 'verdict-line'}, `${answer.method}: R² = ${number(answer.rSquared, 6)}, residual deviation ${number(answer.residualStandardDeviation, 4)}, about ${number(answer.digits.data, 2)} digits of the weights hold. At this size ${crossover.cheaper} needs fewer operations; here ${crossover.faster} was faster.`),
        figures('Weights', ['Feature', 'Weight', 'Standard error'], [
          ...answer.features.map((/** @type {string} */ name, /** @type {number} */ index) => [name, number(answer.weights[index], 6), number(answer.standardErrors?.[index], 3)]),
          ['intercept', number(answer.intercept, 6), number(answer.interceptStandardError, 3)],
        ]),
        figures('Cost', ['Method', 'Complexity', 'Operations', 'Floating-point operations', 'Seconds here', 'Gap reached'], [
          ['analytic', analytic.complexity, count(Math.round(analytic.operations)), count(analytic.flops), number(analytic.seconds, 3), '0'],
          ['SGD', sgd.complexity, count(Math.round(sgd.operations)), count(sgd.flops), number(sgd.seconds, 3), `${number(sgd.gap, 3)} after ${count(sgd.steps)} steps`],
        ]),
        h('p', {class: 'help'}, `They cost the same at about ${count(Math.round(crossover.examples))} examples (d·n = b/ε).`),
        h('p', {class: 'actions'}, watch),
        notice,
      ],
    };
  },
);

export const epochGdPage = questionPage(
  'EPOCH-GD and its bound',
  '/epoch-gd',
  (query) => ({dataset: linear(rowsOf(query)), lambda: 1, steps: 16000}),
  epochGd,
  (answer, question) => {
    const epochs = /** @type {any[]} */ (answer.epochs);
    const x = epochs.map((epoch) => epoch.steps);
    const column = (/** @type {string} */ name) => epochs.map((epoch) => epoch[name]);
    const strand = (/** @type {string} */ label, /** @type {number} */ color, /** @type {string} */ middle, /** @type {string} */ low, /** @type {string} */ high) => ({label, color, x, values: column(middle), low: column(low), high: column(high), banded: true});
    const columns = ['epoch', 'steps', 'gap', 'smallest', 'largest', 'bound'];
    const csv = () => csvOf([columns, ...epochs.map((epoch) => columns.map((name) => epoch[name]))]);
    const {section: chart, plot, readings} = plainFrame(GAP, csv, () => commandOf('/epoch-gd', question));
    // A plot needs its width: it is drawn when it stands on the page.
    let drawing = /** @type {{destroy: () => void} | null} */ (null);
    requestAnimationFrame(() => {
      if (!plot.isConnected) return;
      const strands = [strand('gap, mean and range', 0, 'gap', 'smallest', 'largest'), strand('bound 16 G² / (λT)', 1, 'bound', 'bound', 'bound')];
      const look = {logX: true, logY: true, noisy: false, share: false, writeX: compact, zoom: null};
      drawing = overlay(plot, strands, look, {key: 'epoch-gd', option: () => '', zoom: () => {}, read: (list, place) => showReadings(readings, list, {label: 'steps', value: place === null ? '' : compact(10 ** place), color: ''})});
    });
    const below = answer.belowBound ? 'No mean gap is above its bound.' : 'Some mean gap is above its bound.';
    return {
      nodes: [
        h('p', {class: 'verdict-line'}, `${below} ${answer.slope === null ? '' : `The gap falls like T to the ${number(answer.slope, 3)}; the theorem's power is −1.`}`),
        h('p', {class: 'help'}, `${answer.theorem}. G = ${number(answer.gradientBound)}, λ = ${number(answer.lambda)}, mean of ${count(answer.repetitions)} runs.`),
        h('div', {class: 'charts'}, chart),
        figures('Epochs', ['Epoch', 'Length', 'Rate', 'Steps so far', 'Gap', 'Bound'], epochs.map((epoch) => [String(epoch.epoch), count(epoch.length), number(epoch.rate), count(epoch.steps), number(epoch.gap), number(epoch.bound)])),
      ],
      destroy: () => drawing?.destroy(),
    };
  },
);

/**
 * @param {string} name
 * @param {readonly string[]} heads
 * @param {readonly string[][]} rows
 */
function figures(name, heads, rows) {
  const body = rows.map(([first = '', ...rest]) => h('tr', {}, h('th', {scope: 'row'}, first), rest.map((text) => h('td', {class: 'number'}, text))));
  const table = h('table', {class: 'figures'}, h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))), h('tbody', {}, body));
  return h('section', {class: 'panel'}, h('h2', {}, name), h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name}, table));
}
