/**
 * One run, live: what it is, how far it is, its charts, layers and findings.
 *
 * @import {Finding, Job, Layer} from '../types.js'
 * @import {Page} from './page.js'
 */
import {BASE, Problem, aborted, jobs} from '../api.js';
import {Board} from '../board.js';
import {CHARTS} from '../charts/index.js';
import {fill, h, say} from '../dom.js';
import {count} from '../format.js';
import {together} from '../idle.js';
import {DrawerPlace} from '../layer/place.js';
import {failure} from '../notices.js';
import {ENDED, nameOf, progressBar, progressText, showBadge, summary, timeText} from '../parts.js';
import {PlaneCorner} from '../plane/corner.js';
import {link} from '../router.js';
import {follow} from '../stream.js';
import {findingList, marksOf} from './findings.js';
import {layersTable} from './layersTable.js';
import {requestPanel} from './requestPanel.js';
import {aim, runActions} from './runActions.js';
import {showTiles} from './tiles.js';

/** How long the parts of the page wait for each other at first, milliseconds. */
const MOMENT = 150;

/** @type {Page} */
export default {
  title: () => 'Run',
  open(root, {path, query}) {
    const view = new RunView(root, path[1] ?? '', query);
    void view.start();
    return () => view.close();
  },
};

class RunView {
  #asking = new AbortController();
  #closeStream = () => {};
  #state = h('span');
  #name = h('h1', {tabindex: '-1'}, 'Run');
  #crumbs = h('p', {class: 'crumbs'}, h('a', {href: link(['runs'])}, 'Runs'));
  #summary = h('p', {class: 'summary'});
  #verdict = h('p', {class: 'verdict-line', 'aria-live': 'polite'});
  #progress = progressBar();
  #progressText = h('span', {class: 'progress-text'});
  #connection = h('span', {class: 'connection', role: 'status'});
  #actions = h('div', {class: 'actions'});
  #tiles = h('dl', {class: 'tiles'});
  #notice = h('div');
  #findings = h('div');
  #layers = h('div');
  #plane = new PlaneCorner();
  #request = h('div');
  #body = h('div', {hidden: true});
  #board;
  /** @type {Job | null} */
  #job = null;
  #layersTimer = 0;
  /** @type {Layer[]} */
  #known = [];
  /** @type {Finding[]} */
  #found = [];
  #drawer;

  /**
   * @param {HTMLElement} root
   * @param {string} id
   * @param {URLSearchParams} query
   */
  constructor(root, id, query) {
    this.id = id;
    const charts = h('div');
    this.#board = new Board(charts, id, query, CHARTS);
    this.#drawer = new DrawerPlace(id, () => this.#known, (error) => fill(this.#notice, failure(error, () => location.reload())));
    this.wanted = query.get('layer');
    fill(
      root,
      this.#crumbs,
      h('header', {class: 'run-head'}, h('div', {class: 'run-title'}, this.#name, this.#state, this.#connection), this.#actions),
      this.#summary,
      this.#notice,
      this.#body,
      this.#drawer.element,
    );
    // Beside the charts where there is room, so that what was found and the river are seen at once.
    const beside = h('div', {class: 'run-beside'}, this.#verdict, this.#tiles, this.#findings);
    fill(
      this.#body,
      h('div', {class: 'run-progress'}, this.#progress.bar, this.#progressText),
      h('div', {class: 'run-view'}, beside, h('div', {}, charts, this.#plane.element, this.#layers, this.#request)),
    );
  }

  /** Loads the run and follows it to its end. */
  async start() {
    // All questions at once: none needs the answer to another one.
    const {all, here} = together(4, MOMENT);
    void all.then(() => (this.#body.hidden = false));
    const charts = this.#board.first(here);
    const others = [this.#loadLayers(here), this.#loadFindings(here)];
    try {
      this.#show(await jobs.get(this.id, this.#asking.signal).finally(here));
    } catch (error) {
      if (!aborted(error)) this.#fail(error);
      return;
    }
    fill(this.#notice);
    await Promise.all([charts, ...others]);
    if (!this.#board.ended && !this.#asking.signal.aborted) this.#follow();
  }

  /** @param {unknown} error */
  #fail(error) {
    const gone = error instanceof Problem && error.status === 404;
    this.#closeStream();
    say(this.#connection, '');
    fill(this.#notice, failure(error, () => void this.start()));
    // Nothing of a run that cannot be shown: no empty charts that seem to wait for numbers, no state that it is not in.
    this.#body.hidden ||= !this.#job;
    if (gone) for (const part of [this.#state, this.#summary, this.#actions, this.#body]) fill(part);
  }

  #follow() {
    this.#closeStream();
    // Events only say that there is news, so few rows of one series are enough.
    this.#closeStream = follow(`${BASE}/jobs/${encodeURIComponent(this.id)}/events?series=loss&every=100`, {
      lastId: this.#board.eventId,
      onMessage: (message) => this.#hear(message.event, message.data),
      onConnection: (connected) => say(this.#connection, connected ? 'live' : 'reconnecting…'),
      onRefused: (refusal) => this.#fail(refusal),
      onWake: () => void this.#reload(),
    });
  }

  /**
   * What the server tells. Events say that something is new; numbers are then asked for, reduced to what the screen can show.
   *
   * @param {string} event
   * @param {string} data
   */
  #hear(event, data) {
    if (event === 'state' || event === 'progress') this.#merge(data);
    if (event === 'progress' || event === 'history') this.#grow();
    else if (event === 'finding') void this.#loadFindings();
    else if (event === 'done') {
      this.#closeStream();
      void this.#reload();
    }
  }

  /** @param {string} data a job, or some of its members */
  #merge(data) {
    try {
      const change = JSON.parse(data);
      if (this.#job && typeof change === 'object') this.#show({...this.#job, ...change, id: this.#job.id});
    } catch {
      void this.#reload();
    }
  }

  /** New numbers: the charts at their own pace, the layers' table every two seconds. */
  #grow() {
    this.#board.refresh();
    this.#layersTimer ||= window.setTimeout(() => {
      this.#layersTimer = 0;
      if (!document.hidden) void this.#loadLayers();
    }, 2000);
  }

  async #reload() {
    try {
      this.#show(await jobs.get(this.id, this.#asking.signal));
      this.#board.refresh();
      await Promise.all([this.#loadLayers(), this.#loadFindings()]);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) this.#fail(error);
      else if (!aborted(error) && !(error instanceof Problem)) throw error;
    }
  }

  /** @param {() => Promise<void>} [here] */
  async #loadLayers(here) {
    await this.#load(jobs.layers(this.id, this.#asking.signal).finally(here), (/** @type {Layer[]} */ layers) => {
      this.#board.setLayers(layers.map((layer) => layer.name));
      this.#showLayers(layers);
    });
  }

  /** @param {Layer[]} layers */
  #showLayers(layers) {
    this.#known = layers;
    const table = layers.length > 0 && layersTable(layers, (name) => void this.#drawer.open(name));
    const focused = this.#layers.contains(document.activeElement) ? document.activeElement?.textContent : null;
    fill(this.#layers, table);
    if (focused && table) [...table.querySelectorAll('button')].find((button) => button.textContent === focused)?.focus({preventScroll: true});
    this.#drawer.refresh();
    if (this.wanted && layers.some((layer) => layer.name === this.wanted)) void this.#drawer.open(this.wanted);
    this.wanted = null;
  }

  /** @param {() => Promise<void>} [here] */
  async #loadFindings(here) {
    await this.#load(jobs.findings(this.id, this.#asking.signal).finally(here), (/** @type {Finding[]} */ findings) => {
      this.#found = findings;
      this.#board.setMarks(marksOf(findings));
      this.#showFindings();
    });
  }

  /** Untouched while nothing is new: a button that has the focus keeps it. */
  #showFindings() {
    const key = JSON.stringify([this.#found, this.#job === null]);
    if (this.#findings.dataset['key'] === key) return;
    this.#findings.dataset['key'] = key;
    fill(this.#findings, this.#found.length > 0 && findingList(this.#found, this.#job));
  }

  /**
   * What is not there yet (a run that waits has no layers) is no error.
   *
   * @template T
   * @param {Promise<T>} answer
   * @param {(value: T) => void} use
   */
  async #load(answer, use) {
    try {
      use(await answer);
    } catch (error) {
      if (!aborted(error) && !(error instanceof Problem)) throw error;
    }
  }

  /** @param {Job} job */
  #show(job) {
    this.#job = job;
    this.#drawer.ended = this.#board.ended = ENDED.has(job.state);
    const name = nameOf(job);
    if (this.#name.textContent !== name) document.title = `${name} · Chainrule`;
    say(this.#name, name);
    showBadge(this.#state, job.state);
    if (this.#board.ended) say(this.#connection, '');
    say(this.#summary, `${summary(job.spec)} · ${timeText(job)}`);
    const origin = job.forkedFrom;
    if (origin && !this.#crumbs.querySelector('.origin')) {
      const side = link(['compare'], {runs: `${origin.jobId},${job.id}`});
      this.#crumbs.append(h('span', {class: 'origin'}, ' · forked from ', h('a', {href: link(['runs', origin.jobId])}, 'a run'), origin.step ? ` after step ${count(origin.step)}` : '', ' · ', h('a', {href: side}, 'side by side')));
    }
    say(this.#verdict, job.verdict ?? '');
    this.#verdict.hidden = !job.verdict;
    this.#progress.show(job);
    say(this.#progressText, progressText(job));
    if (job.error && job.state === 'FAILED' && !job.verdict) say(this.#verdict, job.error.message ?? job.error.detail ?? '');
    showTiles(this.#tiles, job);
    this.#showFindings();
    this.#showActions(job);
    if (!this.#request.firstChild) fill(this.#request, requestPanel(job));
    this.#plane.show(job);
  }

  /** @param {Job} job */
  #showActions(job) {
    const key = `${(job.allowedActions ?? []).join()} ${job.modelId ?? ''} ${Boolean(job.startedAt)}`;
    if (this.#actions.dataset['key'] === key) return aim(this.#actions, job);
    this.#actions.dataset['key'] = key;
    fill(
      this.#actions,
      runActions(job, async (action) => {
        try {
          await jobs.act(this.id, action);
          fill(this.#notice);
        } catch (error) {
          fill(this.#notice, failure(error));
        }
        await this.#reload();
        if (!this.#board.ended) this.#follow();
      }),
    );
  }

  close() {
    this.#asking.abort();
    this.#closeStream();
    clearTimeout(this.#layersTimer);
    this.#board.close();
    this.#plane.close();
    this.#drawer.leave();
  }
}
