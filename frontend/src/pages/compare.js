/**
 * Several runs side by side: `#/compare?runs=A,B&x=epoch&y=validationLoss`.
 *
 * @import {Chart, Reading} from '../charts/chart.js'
 * @import {Strand} from '../charts/overlay.js'
 * @import {Axis} from '../compare/curves.js'
 * @import {Compared} from '../compare/load.js'
 * @import {Job} from '../types.js'
 * @import {Page} from './page.js'
 */
import {aborted, command} from '../api.js';
import {chartFrame, segmented, showReadings} from '../chartFrame.js';
import {exactly} from '../charts/axes.js';
import {overlay, spread} from '../charts/overlay.js';
import {farApart, strandOf} from '../compare/curves.js';
import {bySeed} from '../compare/difference.js';
import {Loader} from '../compare/load.js';
import {Rivers} from '../compare/rivers.js';
import {groupNames} from '../compare/names.js';
import {differenceTable, noticeOf, outcomeTable, sayMissing} from '../compare/tables.js';
import {csvCell} from '../csv.js';
import {fill, h, say} from '../dom.js';
import {duration, number, plural, words} from '../format.js';
import {Glide} from '../glide.js';
import {failure} from '../notices.js';
import {ENDED} from '../parts.js';
import {amend, amended, link} from '../router.js';
import {poll} from '../stream.js';

/** Where the x axis counts what. @type {Record<Axis, {unit: string, write: (value: number) => string}>} */
const AXES = {
  step: {unit: 'step', write: exactly},
  epoch: {unit: 'epoch', write: (value) => number(value)},
  time: {unit: 'time', write: (value) => (value < 0.1 ? `${number(value * 1000)} ms` : duration(value))},
  evaluations: {unit: 'gradients', write: exactly},
};

/** Series that can be compared; the noisy one is drawn with a running mean. */
const MEASURES = ['loss', 'trainingLoss', 'validationLoss', 'trainingAccuracy', 'validationAccuracy', 'gradientNorm'];
const NOISY = new Set(['loss', 'gradientNorm']);

/** @type {Chart} */
const CHART = {
  id: 'overlay',
  title: 'Side by side',
  help: 'Each line is a run; where several runs differ in nothing but their seed, the line is their mean and the band goes from the lowest to the highest of them. An epoch’s seconds are spread evenly over its steps; a gradient is that of one example.',
  formula: 'gradients evaluated = steps × examples a step',
  wide: true,
  series: () => [],
  draw: () => ({update() {}, destroy() {}}),
};

/** @type {Page} */
export default {
  title: () => 'Compare',
  open(root, {query}) {
    const view = new CompareView(root, query);
    return () => view.close();
  },
};

/** Narrowest range of the axis: a second's fraction, or a part of an epoch. */
const LEAST = 1e-3;

/** @param {string | null} text @returns {[number, number] | null} */
function rangeOf(text) {
  const ends = (text ?? '').split(',').map(Number);
  const [from = NaN, to = NaN] = ends;
  return ends.length === 2 && from < to && Number.isFinite(to - from) ? [from, to] : null;
}

class CompareView {
  #asking = new AbortController();
  #loader = new Loader(this.#asking.signal);
  /** @type {Compared[]} */
  #runs = [];
  /** @type {ReturnType<typeof overlay> | null} */
  #drawing = null;
  /** @type {readonly Strand[]} */
  #strands = [];
  #glide;
  #drawn = '';
  #title = h('h1', {tabindex: '-1'});
  #logY = h('input', {type: 'checkbox', onchange: () => this.#logarithmic('y', this.#logY.checked)});
  #body = h('div');
  #notice = h('div');
  #missing = h('p', {class: 'help', hidden: true});
  #outcome = h('div');
  #difference = h('div');
  #rivers;
  #frame;
  #poll;

  /**
   * @param {HTMLElement} root
   * @param {URLSearchParams} query
   */
  constructor(root, query) {
    this.ids = (query.get('runs') ?? '').split(',').filter(Boolean).slice(0, 40);
    this.axis = /** @type {Axis} */ (Object.hasOwn(AXES, query.get('x') ?? '') ? query.get('x') : 'step');
    this.measure = MEASURES.find((name) => name === query.get('y')) ?? 'loss';
    this.log = new Set((query.get('log') ?? '').split(',').filter(Boolean));
    this.apart = query.get('seeds') === 'apart';
    this.zoom = rangeOf(query.get('range'));
    this.#glide = new Glide({
      range: () => this.zoom ?? this.#bounds(),
      bounds: () => this.#bounds(),
      least: LEAST,
      move: (range) => this.#drawing?.move(range),
      rest: (range) => this.#look(range),
    });
    this.#frame = chartFrame(CHART, {option: () => '', choose: () => {}, csv: () => Promise.resolve(this.#csv()), curl: () => this.#curl()});
    const rivers = h('div');
    this.#rivers = new Rivers(rivers, this.#asking.signal);
    fill(
      root,
      h('p', {class: 'crumbs'}, h('a', {href: link(['runs'])}, 'Runs')),
      h('header', {class: 'page-head'}, this.#title),
      this.#notice,
      this.#body,
    );
    fill(
      this.#body,
      this.#controls(),
      h('div', {class: 'charts'}, this.#frame.section),
      this.#missing,
      rivers,
      h('section', {class: 'panel'}, h('h2', {}, 'What differs'), this.#difference),
      h('section', {class: 'panel'}, h('h2', {}, 'How they went'), this.#outcome),
    );
    this.#count(this.ids.length);
    this.#poll = poll(() => this.#ask(), () => (this.#runs.every(({job}) => ENDED.has(job.state)) ? 60_000 : 1000));
  }

  #controls() {
    const measure = h(
      'select',
      {id: 'measure', onchange: () => this.#choose({y: (this.measure = measure.value)})},
      MEASURES.map((name) => h('option', {value: name, selected: name === this.measure}, words(name))),
    );
    const axes = Object.keys(AXES);
    const check = (/** @type {string} */ text, /** @type {boolean} */ checked, /** @type {(on: boolean) => void} */ turn) => {
      const box = h('input', {type: 'checkbox', checked, onchange: () => turn(box.checked)});
      return h('label', {}, box, text);
    };
    return h(
      'div',
      {class: 'compare-controls'},
      h('label', {for: 'measure', class: 'visually-hidden'}, 'Measure'),
      measure,
      h('span', {class: 'help'}, 'by'),
      segmented('x axis', axes, this.axis, (value) => this.#choose({x: (this.axis = /** @type {Axis} */ (value))})),
      h('label', {}, this.#logY, 'logarithmic y'),
      check('logarithmic x', this.log.has('x'), (on) => this.#logarithmic('x', on)),
      check('seeds together', !this.apart, (on) => {
        this.apart = !on;
        this.#choose({seeds: on ? null : 'apart'});
      }),
    );
  }

  /**
   * @param {string} axis
   * @param {boolean} on
   */
  #logarithmic(axis, on) {
    if (on) this.log.add(axis);
    else this.log.delete(axis);
    // Unless told otherwise, numbers that lie far apart have a logarithmic axis.
    if (axis === 'y' && on) this.log.delete('never');
    if (axis === 'y' && !on && farApart(this.#strands)) this.log.add('never');
    this.#choose({log: [...this.log].join(',') || null});
  }

  /** @param {number} runs */
  #count(runs) {
    say(this.#title, runs === 0 ? 'Compare runs' : `Compare ${plural(runs, 'run')}`);
    this.#body.hidden = runs === 0;
  }

  /** @param {Record<string, string | null>} change of the address */
  #choose(change) {
    amend(change);
    this.#look(null);
  }

  /** @param {[number, number] | null} range of the axis that is shown, null: everything */
  #look(range) {
    this.zoom = range;
    amend({range: range && range.map((end) => Number(end.toPrecision(6))).join()});
    this.#poll.now();
  }

  /** @returns {[number, number]} */
  #bounds() {
    return spread(this.#strands, this.log.has('x'));
  }

  async #ask() {
    try {
      this.#runs = await this.#loader.load(this.ids, this.measure, this.axis, this.#range());
      this.#count(this.#runs.length);
      fill(this.#notice, noticeOf(this.#runs.length, this.#loader.gone));
      this.#glide.whenAtRest(() => this.#draw());
      await this.#rivers.show(this.#runs.map(({job}) => job));
    } catch (error) {
      if (!aborted(error)) fill(this.#notice, failure(error, () => this.#poll.now()));
    }
  }

  /** The zoom in the numbers of the axis. @returns {[number, number] | null} */
  #range() {
    return this.zoom && this.log.has('x') ? [10 ** this.zoom[0], 10 ** this.zoom[1]] : this.zoom;
  }

  /** Groups of runs that are drawn as one. @returns {Compared[][]} */
  #groups() {
    if (this.apart) return this.#runs.map((run) => [run]);
    return bySeed(this.#runs.map(({job}) => job)).map((group) => group.flatMap((job) => this.#runs.find((run) => run.job === job) ?? []));
  }

  #draw() {
    const groups = this.#groups();
    const colorOf = (/** @type {Job} */ job) => Math.max(0, groups.findIndex((group) => group.some((run) => run.job.id === job.id)));
    const jobs = groups.map((group) => group.map(({job}) => job));
    const names = groupNames(jobs);
    const strands = groups.map((group, color) => strandOf(group, this.measure, this.axis, {label: names[color] ?? '', color}));
    sayMissing(this.#missing, strands.filter((strand) => strand.x.length === 0).map(({label, color}) => ({label, why: this.#whyNot(groups[color] ?? [])})));
    const list = this.#runs.map(({job}) => job);
    differenceTable(this.#difference, jobs);
    outcomeTable(this.#outcome, list, colorOf, (job) => {
      location.hash = amended({runs: this.ids.filter((id) => id !== job.id).join(',')});
    });
    this.#plot(strands);
  }

  /** Why nothing is drawn of runs. @param {readonly Compared[]} group */
  #whyNot(group) {
    const measured = group.some(({series}) => series.get(this.measure)?.steps.length);
    return measured ? `nothing is known of this by ${AXES[this.axis].unit}` : `no ${words(this.measure)}`;
  }

  /** @param {readonly Strand[]} strands */
  #plot(strands) {
    this.#strands = strands;
    const has = strands.some((strand) => strand.x.length > 0);
    this.#frame.empty.hidden = has;
    this.#frame.plot.hidden = !has;
    const logY = this.log.has('y') || (!this.log.has('never') && farApart(strands));
    this.#logY.checked = logY;
    const key = JSON.stringify([this.measure, this.axis, [...this.log], logY, this.apart, strands.map((strand) => strand.label)]);
    if (this.#drawing && key === this.#drawn) return this.#drawing.update(strands, this.zoom);
    this.#drawing?.destroy();
    this.#drawing = null;
    if (!has) return;
    this.#drawn = key;
    const {unit, write} = AXES[this.axis];
    const logX = this.log.has('x');
    const look = {logX, logY, noisy: NOISY.has(this.measure), share: /Accuracy$/.test(this.measure), writeX: write, zoom: this.zoom};
    this.#drawing = overlay(this.#frame.plot, strands, look, {
      key: 'compare',
      option: () => '',
      zoom: (range) => this.#look(range),
      pan: this.#glide.pan,
      read: (/** @type {Reading[]} */ readings, place) =>
        showReadings(this.#frame.readings, readings, {label: unit, value: place === null ? '' : write(logX ? 10 ** place : place), color: ''}),
    });
  }

  #csv() {
    const rows = this.#strands.flatMap(({label, x, values, low, high}) =>
      x.map((place, index) => [csvCell(label), place, values[index] ?? '', low[index] ?? '', high[index] ?? ''].join()),
    );
    return new Blob([[`run,${this.axis},${this.measure},lowest,highest`, ...rows].join('\n'), '\n'], {type: 'text/csv'});
  }

  #curl() {
    return this.ids.map((id) => command(`/jobs/${id}/history`, {series: this.measure, maxPoints: 700})).join('\n');
  }

  close() {
    this.#asking.abort();
    this.#poll.stop();
    this.#glide.stop();
    this.#drawing?.destroy();
    this.#rivers.close();
  }
}
