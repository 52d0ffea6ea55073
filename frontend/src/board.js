/**
 * The charts of one run: asks the server for what they draw, reduced to what fits the screen, and shares zoom and cursor.
 *
 * @import {Chart, ChartData, Drawing, Reading} from './charts/chart.js'
 * @import {Series} from './types.js'
 */
import {Problem, aborted, jobs} from './api.js';
import {CHARTS} from './charts/index.js';
import {stepRange} from './columns.js';
import {h, fill, say} from './dom.js';
import {count} from './format.js';
import {amend} from './router.js';

/** @typedef {{chart: Chart, section: HTMLElement, plot: HTMLElement, readings: HTMLElement, empty: HTMLElement, drawing: Drawing | null}} Frame */

/** Shortest pause between two questions to the server while a run goes on, milliseconds. */
const PACE = 400;

/** The charts of a run. */
export class Board {
  /** @type {ChartData} */
  #data = {series: new Map(), layers: [], range: [0, 1]};
  /** @type {[number, number] | null} */
  #zoom = null;
  /** @type {Frame[]} */
  #frames;
  #query;
  #asking = new AbortController();
  #busy = false;
  #again = false;
  #timer = 0;
  #zoomBar = h('p', {class: 'zoom-bar', hidden: true});

  /**
   * @param {HTMLElement} root
   * @param {string} id of the run
   * @param {URLSearchParams} query of the address
   */
  constructor(root, id, query) {
    this.id = id;
    this.#query = query;
    this.#zoom = zoomOf(query);
    /** Whether the run has ended: then a chart without data says so no more, it goes. */
    this.ended = false;
    /** Where the charts end in the stream of events. */
    this.eventId = '';
    this.#frames = CHARTS.map((chart) => this.#frame(chart));
    fill(root, this.#zoomBar, h('div', {class: 'charts'}, this.#frames.map((frame) => frame.section)));
    this.#sayZoom();
  }

  /**
   * Takes the layers' names, from input to output.
   *
   * @param {readonly string[]} layers
   */
  setLayers(layers) {
    if (layers.join('\n') === this.#data.layers.join('\n')) return;
    this.#data = {...this.#data, layers};
    this.refresh();
  }

  /** Asks the server for the first time. The answer comes when there is something to see, or nothing yet. */
  async first() {
    await this.#ask();
  }

  /** Asks the server again, soon; however often it is called, one question is under way at a time. */
  refresh() {
    // A page that nobody sees asks nothing; it is told to refresh when it is seen again.
    if (document.hidden) return;
    if (this.#busy || this.#timer) {
      this.#again = true;
      return;
    }
    void this.#ask();
  }

  async #ask() {
    this.#busy = true;
    this.#again = false;
    const begin = performance.now();
    try {
      const {layers} = this.#data;
      const names = [...new Set(CHARTS.flatMap((chart) => chart.series(layers)))];
      const [from, to] = this.#zoom ?? [null, null];
      const answer = await jobs.history(this.id, {series: names.join(','), from, to, maxPoints: this.#points()}, this.#asking.signal);
      this.eventId = answer.eventId ?? this.eventId;
      this.#take(answer.series);
    } catch (error) {
      if (aborted(error)) return;
      if (!(error instanceof Problem)) throw error;
    } finally {
      this.#busy = false;
    }
    // A slow answer (many layers, a busy server) makes the next question wait longer.
    const pause = Math.max(PACE, 3 * (performance.now() - begin));
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      if (this.#again && !document.hidden && !this.#asking.signal.aborted) void this.#ask();
    }, pause);
  }

  /** As many points as there are pixels; fewer where there are many rows. */
  #points() {
    const width = this.#frames[0]?.plot.clientWidth ?? 800;
    return Math.round(Math.min(1200, Math.max(200, width)) / (this.#data.layers.length > 24 ? 2 : 1));
  }

  /** @param {Series[]} list */
  #take(list) {
    const series = new Map(list.map((one) => [one.name, one]));
    const range = stepRange(list.map((one) => one.steps), this.#zoom);
    this.#data = {series, layers: this.#data.layers, range};
    for (const frame of this.#frames) this.#draw(frame);
  }

  /** @param {Frame} frame */
  #draw(frame) {
    const has = frame.chart.series(this.#data.layers).some((name) => (this.#data.series.get(name)?.steps.length ?? 0) > 0);
    frame.section.hidden = !has && this.ended;
    frame.empty.hidden = has;
    frame.plot.hidden = !has;
    if (!has) return;
    if (frame.drawing) frame.drawing.update(this.#data);
    else frame.drawing = frame.chart.draw(frame.plot, this.#data, this.#shared(frame));
  }

  /** @param {Frame} frame */
  #shared(frame) {
    return {
      key: `run-${this.id}`,
      option: (/** @type {string} */ name) => this.#option(name),
      zoom: (/** @type {[number, number] | null} */ range) => this.zoom(range),
      read: (/** @type {Reading[]} */ readings, /** @type {number | null} */ step) => read(frame.readings, readings, step),
    };
  }

  /** @param {string} name e.g. loss.scale */
  #option(name) {
    const [id, option] = name.split('.');
    const fallback = CHARTS.find((chart) => chart.id === id)?.options?.find((one) => one.name === option)?.values[0] ?? '';
    return this.#query.get(name) ?? fallback;
  }

  /**
   * Shows a range of steps; null shows all. The server sends that range in full detail.
   *
   * @param {[number, number] | null} range
   */
  zoom(range) {
    this.#zoom = range;
    amend({from: range?.[0] ?? null, to: range?.[1] ?? null});
    this.#sayZoom();
    this.#take([...this.#data.series.values()]);
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.refresh();
  }

  #sayZoom() {
    this.#zoomBar.hidden = !this.#zoom;
    if (!this.#zoom) return;
    const text = `Steps ${count(this.#zoom[0])} to ${count(this.#zoom[1])}`;
    fill(this.#zoomBar, text, h('button', {type: 'button', class: 'quiet', onclick: () => this.zoom(null)}, 'Show all steps'));
  }

  /** @param {Chart} chart @returns {Frame} */
  #frame(chart) {
    const help = h('p', {class: 'chart-help', id: `${chart.id}-help`, hidden: true}, chart.help);
    const more = h(
      'button',
      {
        type: 'button',
        class: 'tool',
        'aria-expanded': 'false',
        'aria-controls': help.id,
        'aria-label': `What is “${chart.title}”?`,
        onclick: () => {
          help.hidden = !help.hidden;
          more.setAttribute('aria-expanded', String(!help.hidden));
        },
      },
      '?',
    );
    const readings = h('dl', {class: 'readings'});
    const plot = h('div', {class: 'plot'});
    const empty = h('p', {class: 'empty'}, 'Waiting for the first numbers…');
    /** @type {Frame} */
    const frame = {chart, readings, plot, empty, drawing: null, section: h('section')};
    frame.section = h(
      'section',
      {class: chart.wide ? 'chart wide' : 'chart', 'aria-labelledby': `${chart.id}-title`, id: `chart-${chart.id}`},
      h('header', {}, h('h2', {id: `${chart.id}-title`}, chart.title), more, h('span', {class: 'spacer'}), this.#choices(frame)),
      help,
      readings,
      plot,
      empty,
    );
    return frame;
  }

  /** The chart's options as groups of buttons. @param {Frame} frame */
  #choices(frame) {
    return (frame.chart.options ?? []).map((option) => {
      const name = `${frame.chart.id}.${option.name}`;
      const buttons = option.values.map((value) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(this.#option(name) === value),
            onclick: () => {
              this.#choose(frame, name, value, value === option.values[0]);
              buttons.forEach((button, index) => button.setAttribute('aria-pressed', String(option.values[index] === value)));
            },
          },
          value,
        ),
      );
      return h('span', {class: 'segmented', role: 'group', 'aria-label': `${frame.chart.title}: ${option.label}`}, buttons);
    });
  }

  /**
   * @param {Frame} frame
   * @param {string} name
   * @param {string} value
   * @param {boolean} standard
   */
  #choose(frame, name, value, standard) {
    if (standard) this.#query.delete(name);
    else this.#query.set(name, value);
    amend({[name]: standard ? null : value});
    frame.drawing?.destroy();
    frame.drawing = null;
    fill(frame.plot);
    this.#draw(frame);
  }

  /** Ends all that goes on. */
  close() {
    this.#asking.abort();
    clearTimeout(this.#timer);
    for (const frame of this.#frames) frame.drawing?.destroy();
  }
}

/**
 * @param {URLSearchParams} query
 * @returns {[number, number] | null}
 */
function zoomOf(query) {
  const from = Number(query.get('from') ?? NaN);
  const to = Number(query.get('to') ?? NaN);
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to > from ? [from, to] : null;
}

/**
 * Shows the numbers at the cursor, touching only what changed.
 *
 * @param {HTMLElement} list
 * @param {Reading[]} readings
 * @param {number | null} step
 */
function read(list, readings, step) {
  const most = 10;
  const shown = readings.length <= most ? readings : [...readings.slice(0, most / 2), ...readings.slice(-most / 2)];
  while (list.children.length > shown.length + 1) list.lastElementChild?.remove();
  while (list.children.length < shown.length + 1) list.append(h('div', {class: 'reading'}, h('dt'), h('dd')));
  [{label: 'step', value: count(step), color: '', dashed: false}, ...shown].forEach((reading, index) => {
    const [term, value] = list.children[index]?.children ?? [];
    if (!(term instanceof HTMLElement) || !value) return;
    say(term, reading.label);
    say(value, reading.value);
    term.style.setProperty('--key', reading.color || 'transparent');
    term.classList.toggle('keyed', reading.color !== '');
    term.classList.toggle('dashed', reading.dashed === true);
  });
}
