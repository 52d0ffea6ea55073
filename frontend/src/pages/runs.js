/**
 * All runs, newest first, live.
 *
 * @import {Job} from '../types.js'
 * @import {Page} from './page.js'
 */
import {aborted, jobs} from '../api.js';
import {fill, h, keepList, say} from '../dom.js';
import {age} from '../format.js';
import {failure} from '../notices.js';
import {ENDED, metric, nameOf, progressBar, progressText, showBadge, sparkline, summary} from '../parts.js';
import {amend, link} from '../router.js';
import {poll} from '../stream.js';
import {exampleCards} from './examples.js';

const STATES = ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const PAGE = 50;

/** @type {Page} */
export default {
  title: () => 'Runs',
  open(root, {query}) {
    const asking = new AbortController();
    const filter = {q: query.get('q') ?? '', state: query.get('state') ?? '', pages: 1};
    const sparks = new Sparks(asking.signal);
    const rows = h('tbody');
    const notice = h('div');
    const more = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => {
      filter.pages += 1;
      asker.now();
    }}, 'Show more');
    const body = h('div');
    let active = false;

    const show = (/** @type {Job[]} */ list, /** @type {boolean} */ rest) => {
      fill(notice);
      more.hidden = !rest;
      active = list.some((job) => !ENDED.has(job.state));
      const filtered = filter.q !== '' || filter.state !== '';
      const wanted = list.length > 0 ? 'table' : filtered ? 'nothing' : 'empty';
      if (body.dataset['view'] !== wanted) {
        body.dataset['view'] = wanted;
        if (wanted === 'table') fill(body, table(rows), more);
        else if (wanted === 'nothing') fill(body, h('p', {class: 'empty'}, 'No run matches.'));
        else fill(body, welcome());
      }
      keepList(rows, list, {key: (job) => job.id, create: row, update: (element, job) => updateRow(element, job, sparks)});
    };
    const asker = poll(
      async () => {
        try {
          const answer = await jobs.list({q: filter.q, state: filter.state, orderBy: null, pageSize: PAGE * filter.pages}, asking.signal);
          show(answer.items, Boolean(answer.nextPageToken));
        } catch (error) {
          if (aborted(error)) return;
          // The same trouble again must not take away a key that is being typed.
          const text = String(error);
          if (notice.dataset['trouble'] !== text || !notice.firstChild) fill(notice, failure(error, () => asker.now()));
          notice.dataset['trouble'] = text;
        }
      },
      () => (active ? 1000 : 3000),
    );
    const refilter = () => {
      amend({q: filter.q, state: filter.state});
      asker.now();
    };
    fill(root, head(filter, refilter), notice, body);
    return () => {
      asking.abort();
      asker.stop();
      sparks.close();
    };
  },
};

/**
 * @param {{q: string, state: string}} filter
 * @param {() => void} refilter
 */
function head(filter, refilter) {
  const search = h('input', {
    type: 'search',
    placeholder: 'Search by name or tag',
    'aria-label': 'Search runs',
    value: filter.q,
    oninput: () => {
      filter.q = search.value.trim();
      refilter();
    },
  });
  const state = h(
    'select',
    {
      'aria-label': 'State',
      onchange: () => {
        filter.state = state.value;
        refilter();
      },
    },
    h('option', {value: ''}, 'any state'),
    STATES.map((name) => h('option', {value: name, selected: name === filter.state}, name.toLowerCase())),
  );
  return h(
    'header',
    {class: 'page-head'},
    h('h1', {tabindex: '-1'}, 'Runs'),
    h('div', {class: 'page-tools'}, search, state, h('a', {class: 'button', href: link(['new'])}, 'New run')),
  );
}

/** What a first visitor sees. */
function welcome() {
  return h(
    'section',
    {class: 'welcome'},
    h('p', {class: 'lead'}, 'Nothing has been trained here yet. Start one of these and watch its loss and every layer’s gradient, live.'),
    exampleCards(),
    h('p', {class: 'help'}, 'Or ', h('a', {href: link(['new'])}, 'describe a run of your own'), ', or upload a table under ', h('a', {href: link(['datasets'])}, 'datasets'), '.'),
  );
}

/** @param {HTMLElement} rows */
function table(rows) {
  const columns = ['State', 'Run', 'Progress', 'Loss', 'Accuracy', 'Started'];
  return h(
    'div',
    {class: 'scroll'},
    h('table', {class: 'runs'}, h('thead', {}, h('tr', {}, columns.map((name) => h('th', {scope: 'col'}, name)))), rows),
  );
}

/** @param {Job} job */
function row(job) {
  const {bar} = progressBar();
  return h(
    'tr',
    {},
    h('td', {class: 'state'}, h('span')),
    h('td', {class: 'name'}, h('a', {href: link(['runs', job.id])}), h('span', {class: 'summary'}), h('span', {class: 'verdict'})),
    h('td', {class: 'progress'}, bar, h('span', {class: 'progress-text'})),
    h('td', {class: 'loss'}, h('canvas', {class: 'spark', 'aria-hidden': 'true'}), h('span', {class: 'figure'})),
    h('td', {class: 'accuracy'}),
    h('td', {class: 'age'}),
  );
}

/**
 * @param {HTMLElement} element
 * @param {Job} job
 * @param {Sparks} sparks
 */
function updateRow(element, job, sparks) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const metrics = job.metrics ?? {};
  showBadge(find('.state > span'), job.state);
  say(find('.name a'), nameOf(job));
  say(find('.summary'), summary(job.spec));
  say(find('.name .verdict'), job.verdict ?? '');
  const bar = /** @type {HTMLProgressElement} */ (find('progress'));
  bar.value = job.progress?.fraction ?? 0;
  bar.hidden = ENDED.has(job.state) || job.state === 'QUEUED';
  say(find('.progress-text'), progressText(job));
  say(find('.loss .figure'), metrics['loss'] === undefined ? '' : metric('loss', metrics['loss']).text);
  const accuracy = metrics['validationAccuracy'] ?? metrics['accuracy'] ?? metrics['trainingAccuracy'];
  say(find('.accuracy'), accuracy === undefined || accuracy === null ? '' : metric('accuracy', accuracy).text);
  say(find('.age'), age(job.createdAt));
  sparks.watch(/** @type {HTMLCanvasElement} */ (find('canvas')), job);
}

/** The small loss curves: asked only for rows that are seen, and again only when a run has moved on. */
class Sparks {
  /** @type {Map<Element, {job: Job, drawn: string}>} */
  #rows = new Map();
  #seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) this.#draw(/** @type {HTMLCanvasElement} */ (entry.target));
  });

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.signal = signal;
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Job} job
   */
  watch(canvas, job) {
    const known = this.#rows.get(canvas);
    const stamp = `${job.progress?.step ?? 0}`;
    this.#rows.set(canvas, {job, drawn: known?.drawn ?? ''});
    if (known?.drawn === stamp) return;
    // Observing anew reports at once whether the row is seen.
    this.#seen.unobserve(canvas);
    this.#seen.observe(canvas);
  }

  /** @param {HTMLCanvasElement} canvas */
  async #draw(canvas) {
    const row = this.#rows.get(canvas);
    const step = row?.job.progress?.step ?? 0;
    if (!row || step === 0 || row.drawn === String(step)) return;
    row.drawn = String(step);
    try {
      const {series} = await jobs.history(row.job.id, {series: 'loss', maxPoints: 60}, this.signal);
      const loss = series.find((one) => one.name === 'loss');
      if (loss) sparkline(canvas, loss.steps, loss.values);
    } catch {
      row.drawn = '';
    }
  }

  close() {
    this.#seen.disconnect();
  }
}
