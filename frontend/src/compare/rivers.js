/**
 * The gradient rivers of runs side by side, all in the same colors.
 *
 * @import {Drawing} from '../charts/chart.js'
 * @import {Job} from '../types.js'
 */
import {jobs} from '../api.js';
import {showReadings} from '../chartFrame.js';
import river from '../charts/river.js';
import {stepRange} from '../columns.js';
import {fill, h} from '../dom.js';
import {count} from '../format.js';
import {ENDED, nameOf} from '../parts.js';
import {decades} from '../raster.js';

/** More would be too small to read. */
const MOST = 4;

/** @typedef {{section: HTMLElement, plot: HTMLElement, readings: HTMLElement, drawing: Drawing | null, data: import('../charts/chart.js').ChartData | null, ended: boolean}} Pane */

export class Rivers {
  /** @type {Map<string, Pane>} */
  #panes = new Map();

  /**
   * @param {HTMLElement} root
   * @param {AbortSignal} signal
   */
  constructor(root, signal) {
    this.root = root;
    this.signal = signal;
  }

  /** @param {readonly Job[]} list */
  async show(list) {
    if (list.length > MOST || list.length === 0) return;
    if (this.#panes.size === 0) this.#open(list);
    await Promise.all(list.map((job) => this.#load(job)));
    const all = [...this.#panes.values()].flatMap(({data}) => (data ? data.layers.flatMap((layer) => data.series.get(`gradientNorm.${layer}`) ?? []) : []));
    const scale = decades(all);
    for (const pane of this.#panes.values()) draw(pane, scale);
  }

  /** @param {readonly Job[]} list */
  #open(list) {
    for (const job of list) {
      const plot = h('div', {class: 'plot'});
      const readings = h('dl', {class: 'readings'});
      const section = h('section', {class: 'chart', 'aria-label': `Gradient river of ${nameOf(job)}`}, h('header', {}, h('h2', {}, `River of ${nameOf(job)}`)), readings, plot);
      this.#panes.set(job.id, {section, plot, readings, drawing: null, data: null, ended: false});
    }
    fill(this.root, h('div', {class: 'charts rivers'}, [...this.#panes.values()].map(({section}) => section)));
  }

  /** @param {Job} job */
  async #load(job) {
    const pane = this.#panes.get(job.id);
    if (!pane || pane.ended) return;
    const layers = (await jobs.layers(job.id, this.signal)).map((layer) => layer.name);
    if (layers.length === 0) return;
    const {series} = await jobs.history(job.id, {series: layers.map((layer) => `gradientNorm.${layer}`).join(), maxPoints: 400}, this.signal);
    pane.ended = ENDED.has(job.state);
    pane.data = {series: new Map(series.map((one) => [one.name, one])), layers, range: stepRange(series.map((one) => one.steps), null)};
  }

  close() {
    for (const pane of this.#panes.values()) pane.drawing?.destroy();
  }
}

/**
 * @param {Pane} pane
 * @param {[number, number]} scale
 */
function draw(pane, scale) {
  if (!pane.data || pane.data.series.size === 0) return;
  const data = {...pane.data, scale};
  if (pane.drawing) return pane.drawing.update(data);
  pane.drawing = river.draw(pane.plot, data, {
    key: 'rivers',
    option: () => '',
    zoom: () => {},
    read: (readings, step) => showReadings(pane.readings, readings, {label: 'step', value: count(step), color: ''}),
  });
}
