/**
 * The gradient rivers of runs side by side, all in the same colors.
 *
 * @import {Drawing} from '../charts/chart.js'
 * @import {Job} from '../types.js'
 */
import {command, jobs} from '../api.js';
import {placeOf, plainFrame, showReadings} from '../chartFrame.js';
import river from '../charts/river.js';
import {stepRange} from '../columns.js';
import {fill, h} from '../dom.js';
import {ENDED} from '../parts.js';
import {decades} from '../raster.js';
import {groupNames} from './names.js';

/** Points asked of each run: a picture is about so many cells wide. */
const POINTS = 400;

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
    const names = groupNames(list.map((job) => [job]));
    for (const [at, job] of list.entries()) {
      const question = {series: 'gradientNorm.*', statistic: 'max'};
      const chart = {...river, id: `river-${job.id}`, title: `River of ${names[at]}`, wide: false};
      const {section, plot, readings} = plainFrame(chart, () => jobs.csv(job.id, question), () => command(`/jobs/${job.id}/history`, {...question, maxPoints: POINTS}));
      this.#panes.set(job.id, {section, plot, readings, drawing: null, data: null, ended: false});
    }
    fill(this.root, h('div', {class: 'charts rivers'}, [...this.#panes.values()].map(({section}) => section)));
  }

  /** @param {Job} job */
  async #load(job) {
    const pane = this.#panes.get(job.id);
    if (!pane || pane.ended) return;
    const query = {series: 'gradientNorm.*', statistic: 'max', parts: 'axes,values', digits: 5, maxPoints: POINTS};
    const {series} = await jobs.history(job.id, query, this.signal);
    const layers = series.flatMap((one) => one.layer ?? []);
    if (layers.length === 0) return;
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
    read: (readings, step) => showReadings(pane.readings, readings, placeOf(step, pane.data?.series.values().next().value)),
  });
}
