/**
 * What is under way and what waits, in the order in which it will start. Rows are dragged, or moved by buttons.
 *
 * @import {Job} from '../types.js'
 * @import {Page} from './page.js'
 */
import {Problem, aborted, jobs} from '../api.js';
import {fill, h} from '../dom.js';
import {moved} from '../form/layers.js';
import {priorities, startTimes} from '../form/order.js';
import {duration, plural} from '../format.js';
import {failure} from '../notices.js';
import {badge, nameOf, progressText, summary} from '../parts.js';
import {link} from '../router.js';
import {mayWrite} from '../scope.js';
import {poll} from '../stream.js';

const MOST = 200;

/** Waiting runs whose length is asked for; who stands further behind learns nothing of his start. */
const FORESEEN = 20;

/** @type {Page} */
export default {
  title: () => 'Queue',
  open(root) {
    const view = new QueueView(root);
    return () => view.close();
  },
};

class QueueView {
  #asking = new AbortController();
  #notice = h('div');
  #running = h('ol', {class: 'queue'});
  #waiting = h('ol', {class: 'queue', 'aria-label': 'Waiting runs, first to start first'});
  #summary = h('p', {class: 'summary'});
  /** @type {Job[]} */
  #queue = [];
  /** Seconds that waiting runs would take, by id; null: not told. @type {Map<string, number | null>} */
  #lasting = new Map();
  #drawn = '';
  #dragged = -1;
  #poll;

  /** @param {HTMLElement} root */
  constructor(root) {
    fill(
      root,
      h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, 'Queue')),
      this.#summary,
      this.#notice,
      h('section', {class: 'panel'}, h('h2', {}, 'Under way'), this.#running),
      h('section', {class: 'panel'}, h('h2', {}, 'Waiting'), this.#waiting),
    );
    this.#poll = poll(() => this.#ask(), () => 1000);
  }

  async #ask() {
    try {
      const [running, waiting] = await Promise.all([
        jobs.list({state: 'RUNNING,PAUSING,CANCELLING', pageSize: MOST}, this.#asking.signal),
        jobs.list({state: 'QUEUED', orderBy: 'priority desc', pageSize: MOST}, this.#asking.signal),
      ]);
      this.#show(running.items, waiting.items);
      await this.#foresee();
      fill(this.#notice);
    } catch (error) {
      if (!aborted(error)) fill(this.#notice, failure(error, () => this.#poll.now()));
    }
  }

  /** Asks how long one more of the first runs in the queue would take: each is asked once, and one at a time. */
  async #foresee() {
    const next = this.#queue.slice(0, FORESEEN).find((job) => !this.#lasting.has(job.id));
    if (!next || !mayWrite()) return;
    this.#lasting.set(next.id, null);
    try {
      const {estimate} = await jobs.check(next.spec, this.#asking.signal);
      this.#lasting.set(next.id, estimate?.seconds ?? null);
    } catch (error) {
      // A run whose model to start from is gone by now cannot be foreseen; the queue is shown all the same.
      if (!(error instanceof Problem)) throw error;
    }
  }

  /**
   * @param {Job[]} running
   * @param {Job[]} waiting
   */
  #show(running, waiting) {
    this.#queue = [...waiting].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || (a.createdAt < b.createdAt ? -1 : 1));
    const key = JSON.stringify([running.map((job) => [job.id, job.state, job.progress]), this.#queue.map((job) => [job.id, job.priority, this.#lasting.get(job.id)])]);
    // A row that is being dragged, or that has the focus, stays what it is while nothing is new.
    if (key === this.#drawn || this.#dragged >= 0) return;
    this.#drawn = key;
    const times = startTimes(running.map((job) => job.progress?.etaSeconds), this.#queue.map((job) => this.#lasting.get(job.id)));
    const focused = document.activeElement?.getAttribute('aria-label');
    fill(this.#summary, `${plural(running.length, 'run')} under way, ${plural(this.#queue.length, 'run')} waiting.`);
    fill(this.#running, running.length > 0 ? running.map((job) => this.#runningRow(job)) : h('li', {class: 'help'}, 'Nothing runs now.'));
    fill(this.#waiting, this.#queue.length > 0 ? this.#queue.map((job, index) => this.#waitingRow(job, index, times[index] ?? null)) : h('li', {class: 'help'}, 'Nothing waits.'));
    if (focused) [...this.#waiting.querySelectorAll('button')].find((button) => button.getAttribute('aria-label') === focused)?.focus();
  }

  /** @param {Job} job */
  #runningRow(job) {
    return h('li', {'data-key': job.id}, badge(job.state), what(job), h('progress', {max: 1, value: job.progress?.fraction ?? 0, 'aria-label': `Progress of ${nameOf(job)}`}), h('span', {class: 'help'}, progressText(job)), this.#cancel(job));
  }

  /**
   * @param {Job} job
   * @param {number} index
   * @param {number | null} seconds until it is likely to start
   */
  #waitingRow(job, index, seconds) {
    const tool = (/** @type {string} */ text, /** @type {string} */ label, /** @type {number} */ to) =>
      h('button', {type: 'button', class: 'tool', 'data-needs': 'write', 'aria-label': label, title: label, disabled: to < 0 || to >= this.#queue.length, onclick: () => void this.#move(index, to)}, text);
    const over = (/** @type {boolean} */ on) => (/** @type {DragEvent} */ event) => {
      if (this.#dragged < 0) return;
      event.preventDefault();
      row.classList.toggle('over', on);
    };
    const row = h(
      'li',
      {
        'data-key': job.id,
        draggable: 'true',
        'data-needs': 'write',
        ondragstart: () => (this.#dragged = index),
        ondragend: () => (this.#dragged = -1),
        ondragover: over(true),
        ondragleave: over(false),
        ondrop: (/** @type {DragEvent} */ event) => {
          event.preventDefault();
          const from = this.#dragged;
          this.#dragged = -1;
          void this.#move(from, index);
        },
      },
      h('span', {class: 'place'}, String(index + 1)),
      what(job),
      h('span', {class: 'help'}, [seconds === null ? '' : `starts in about ${duration(seconds)}`, job.priority ? `priority ${job.priority}` : '', job.queue?.reason === 'MEMORY' ? 'waits for memory' : ''].filter(Boolean).join(' · ')),
      tool('↑', `Move ${nameOf(job)} forward`, index - 1),
      tool('↓', `Move ${nameOf(job)} back`, index + 1),
      this.#cancel(job),
    );
    return row;
  }

  /** @param {Job} job */
  #cancel(job) {
    return h('button', {type: 'button', class: 'quiet danger', 'data-needs': 'write', 'aria-label': `Cancel ${nameOf(job)}`, onclick: () => void this.#act(() => jobs.act(job.id, 'cancel'))}, 'Cancel');
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  async #move(from, to) {
    if (from < 0 || from === to) return;
    const wanted = moved(this.#queue, from, to).map((job) => ({id: job.id, priority: job.priority ?? 0, createdAt: job.createdAt}));
    await this.#act(() => Promise.all(priorities(wanted).map(({id, priority}) => jobs.describe(id, {priority}))));
  }

  /** @param {() => Promise<unknown>} task */
  async #act(task) {
    try {
      await task();
      fill(this.#notice);
    } catch (error) {
      fill(this.#notice, failure(error));
    }
    this.#poll.now();
  }

  close() {
    this.#asking.abort();
    this.#poll.stop();
  }
}

/** @param {Job} job */
function what(job) {
  return h('span', {class: 'what'}, h('a', {href: link(['runs', job.id])}, nameOf(job)), ' ', h('span', {class: 'help'}, summary(job.spec)));
}
