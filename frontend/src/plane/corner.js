/**
 * The place on a run's page where its plane is drawn, if it has one. Few runs have two inputs: what draws them is loaded when one does.
 *
 * @import {PlanePanel} from './plane.js'
 * @import {Job} from '../types.js'
 */
import {Problem, aborted} from '../api.js';
import {fill, h} from '../dom.js';
import {ENDED} from '../parts.js';

/** Before data that nobody told of are asked for again, milliseconds. */
const PAUSE = 3000;

export class PlaneCorner {
  element = h('div');
  #asking = new AbortController();
  /** @type {PlanePanel | null} */
  #panel = null;
  #timer = 0;
  #ended = false;

  /** Tells how the run is. @param {Job} job */
  show(job) {
    this.#ended = ENDED.has(job.state);
    if (this.#ended) this.#panel?.end();
    if (job.spec?.['dataset']?.features?.length !== 2 || this.element.id) return;
    this.element.id = 'plane';
    void this.#open(job);
  }

  /** @param {Job} job */
  async #open(job) {
    try {
      const {planar, PlanePanel} = await import('./plane.js');
      if (!(await planar(job, this.#asking.signal)) || this.#asking.signal.aborted) return;
      this.#panel = new PlanePanel(job, this.#ended);
      fill(this.element, h('div', {class: 'charts'}, this.#panel.element));
    } catch (error) {
      if (aborted(error)) return;
      if (!(error instanceof Problem)) throw error;
      // Where the data are gone there is nothing to draw; where nobody answered they are asked for again.
      if (![404, 422].includes(error.status)) this.#later(job);
    }
  }

  /** @param {Job} job */
  #later(job) {
    this.#timer = window.setTimeout(() => (document.hidden ? this.#later(job) : void this.#open(job)), PAUSE);
  }

  close() {
    this.#asking.abort();
    clearTimeout(this.#timer);
    this.#panel?.close();
  }
}
