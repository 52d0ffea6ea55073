/**
 * All runs, newest first, live; several of them can be chosen and compared.
 *
 * @import {Job} from '../types.js'
 * @import {Page} from './page.js'
 */
import {aborted, jobs} from '../api.js';
import {fill, h, keepList, say} from '../dom.js';
import {firstRows} from '../early.js';
import {idle} from '../idle.js';
import {failure} from '../notices.js';
import {ENDED} from '../parts.js';
import {amend, link} from '../router.js';
import {poll} from '../stream.js';
import {exampleCards} from './examples.js';
import {row, updateRow} from './runRow.js';
import {Sparks} from './sparks.js';

const STATES = ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'];
const PAGE = 50;

/** Columns of the table, and by which of them the server orders. */
const COLUMNS = [
  {title: 'State', order: 'state'},
  {title: 'Run', order: 'name'},
  {title: 'Progress'},
  {title: 'Loss', help: 'Of the validation examples where there are any; the curve is the loss of each step.'},
  {title: 'Accuracy', help: 'Of the validation examples where there are any.'},
  {title: 'Started', order: 'createdAt'},
];

/** @type {Page} */
export default {
  title: () => 'Runs',
  open(root, {query}) {
    const view = new RunsView(root, query);
    return () => view.close();
  },
};

class RunsView {
  #asking = new AbortController();
  #sparks = new Sparks(this.#asking.signal);
  /** @type {Set<string>} ids of the runs chosen */
  #chosen = new Set();
  #pages = 1;
  #active = false;
  #stopWaiting = () => {};
  #rows = h('tbody');
  #notice = h('div');
  #body = h('div');
  #compare = h('a', {class: 'button', hidden: true});
  #more = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => this.#showMore()}, 'Show more');
  #heading = h('div', {class: 'with-tools'}, h('h1', {tabindex: '-1'}, 'Runs'));
  #explained = h('div');
  #holder = h('div', {class: 'scroll'});
  /** @type {readonly Job[]} */
  #list = [];
  #poll;

  /**
   * @param {HTMLElement} root
   * @param {URLSearchParams} query
   */
  constructor(root, query) {
    this.filter = {q: query.get('q') ?? '', state: query.get('state') ?? '', order: query.get('order') ?? ''};
    for (const id of (query.get('chosen') ?? '').split(',').filter(Boolean)) this.#chosen.add(id);
    fill(root, h('section', {id: 'chart-runs'}, this.#head(), this.#explained, this.#notice, this.#body));
    this.#poll = poll(() => this.#ask(), () => (this.#pages > 1 ? 5000 : this.#active ? 1000 : 3000));
    this.#showChosen();
    void this.#addTools();
  }

  /** What can be taken from the curves, when there are some. */
  async #addTools() {
    await this.#sparks.drawn;
    const {sparkTools} = await import('./sparkTools.js');
    const {tools, below} = sparkTools(this.#holder, () => this.#list, () => this.#sparks.whole([...this.#rows.children]));
    this.#heading.append(...tools);
    fill(this.#explained, below);
  }

  #head() {
    const {filter} = this;
    const search = h('input', {
      type: 'search',
      placeholder: 'Name, or #tag',
      'aria-label': 'Search runs',
      value: filter.q,
      oninput: () => {
        filter.q = search.value.trim();
        this.#refilter();
      },
    });
    const state = h(
      'select',
      {
        'aria-label': 'State',
        onchange: () => {
          filter.state = state.value;
          this.#refilter();
        },
      },
      h('option', {value: ''}, 'any state'),
      STATES.map((name) => h('option', {value: name, selected: name === filter.state}, name.toLowerCase())),
    );
    const tools = h('div', {class: 'page-tools'}, search, state, this.#compare, h('a', {class: 'button', 'data-needs': 'write', href: link(['new'])}, 'New run'));
    return h('header', {class: 'page-head'}, this.#heading, tools);
  }

  #refilter() {
    this.#pages = 1;
    amend(this.filter);
    this.#poll.now();
  }

  #showMore() {
    this.#pages += 1;
    this.#poll.now();
  }

  async #ask() {
    try {
      const {q, state, order} = this.filter;
      const tag = q.startsWith('#') ? q.slice(1) : null;
      /** @type {Job[]} */
      const list = [];
      let pageToken = '';
      for (let page = 0; page < this.#pages && (page === 0 || pageToken); page += 1) {
        const answer = await jobs.list({q: tag === null ? q : null, tag, state, orderBy: order, pageSize: PAGE, pageToken}, this.#asking.signal);
        list.push(...answer.items);
        pageToken = answer.nextPageToken ?? '';
      }
      this.#show(list, pageToken !== '');
    } catch (error) {
      if (aborted(error)) return;
      // The same trouble again must not take away a key that is being typed.
      const text = String(error);
      if (this.#notice.dataset['trouble'] !== text || !this.#notice.firstChild) fill(this.#notice, failure(error, () => this.#poll.now()));
      this.#notice.dataset['trouble'] = text;
    }
  }

  /**
   * @param {Job[]} list
   * @param {boolean} rest whether there are more
   */
  #show(list, rest) {
    fill(this.#notice);
    this.#list = list;
    this.#more.hidden = !rest;
    this.#active = list.some((job) => !ENDED.has(job.state));
    const filtered = this.filter.q !== '' || this.filter.state !== '';
    const wanted = list.length > 0 ? 'table' : filtered ? 'nothing' : 'empty';
    if (this.#body.dataset['view'] !== wanted) {
      this.#body.dataset['view'] = wanted;
      if (wanted === 'table') fill(this.#body, this.#table(), this.#more);
      else if (wanted === 'nothing') fill(this.#body, h('p', {class: 'empty'}, 'No run matches.'));
      else fill(this.#body, welcome());
    }
    const choice = {chosen: (/** @type {string} */ id) => this.#chosen.has(id), choose: (/** @type {string} */ id, /** @type {boolean} */ on) => this.#choose(id, on)};
    const show = (/** @type {Job[]} */ rows) => keepList(this.#rows, rows, {key: (job) => job.id, create: (job) => row(job, choice), update: (element, job) => updateRow(element, job, this.#sparks)});
    this.#stopWaiting();
    const empty = !this.#rows.firstChild;
    show(empty ? firstRows(list, innerHeight) : list);
    if (empty) void this.#showRest(() => show(list));
  }

  /**
   * After the rows that are seen have their curves. The browser is not asked which ones are: it knows only after it has drawn them.
   *
   * @param {() => void} show
   */
  async #showRest(show) {
    let waits = true;
    this.#stopWaiting = () => (waits = false);
    await this.#sparks.whole([...this.#rows.children]);
    if (waits) this.#stopWaiting = idle(show);
  }

  #table() {
    const heads = COLUMNS.map(({title, order, help}) => h('th', {scope: 'col', title: help, 'data-order': order, 'aria-sort': order ? this.#sortOf(order) : null}, order ? this.#sorter(title, order) : title));
    fill(this.#holder, h('table', {class: 'runs'}, h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, h('span', {class: 'visually-hidden'}, 'Compare')), heads)), this.#rows));
    return this.#holder;
  }

  /** @param {string} order */
  #sortOf(order) {
    const [column, direction = 'ascending'] = (this.filter.order || 'createdAt desc').replace('desc', 'descending').split(' ');
    return column === order ? direction : 'none';
  }

  /**
   * @param {string} title
   * @param {string} order
   */
  #sorter(title, order) {
    const sort = () => {
      this.filter.order = this.#sortOf(order) === 'ascending' ? `${order} desc` : order;
      // The heads stay, and with them the focus.
      for (const head of this.#holder.querySelectorAll('th[data-order]')) head.setAttribute('aria-sort', this.#sortOf(head.getAttribute('data-order') ?? ''));
      this.#refilter();
    };
    return h('button', {type: 'button', class: 'sorter', onclick: sort}, title);
  }

  /**
   * @param {string} id
   * @param {boolean} on
   */
  #choose(id, on) {
    if (on) this.#chosen.add(id);
    else this.#chosen.delete(id);
    amend({chosen: [...this.#chosen].join(',') || null});
    this.#showChosen();
  }

  #showChosen() {
    const size = this.#chosen.size;
    this.#compare.hidden = size < 2;
    say(this.#compare, `Compare ${size} runs`);
    this.#compare.setAttribute('href', link(['compare'], {runs: [...this.#chosen].join(',')}));
  }

  close() {
    this.#asking.abort();
    this.#poll.stop();
    this.#stopWaiting();
    this.#sparks.close();
  }
}

/** What a first visitor sees. */
function welcome() {
  return h(
    'section',
    {class: 'welcome'},
    h('p', {class: 'lead'}, 'Chainrule trains neural networks by back-propagation and shows every layer’s gradient at every step. Nothing has been trained here yet: start one of these and watch it, live.'),
    exampleCards(),
    h('p', {class: 'help'}, 'Or ', h('a', {'data-needs': 'write', href: link(['new'])}, 'describe a run of your own'), ', or upload a table under ', h('a', {href: link(['datasets'])}, 'datasets'), '.'),
  );
}
