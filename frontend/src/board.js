/**
 * The charts of one run: asks the server for what they draw, reduced to what fits the screen, and shares zoom and cursor.
 *
 * @import {Chart, ChartData, Drawing, Mark, Reading} from './charts/chart.js'
 */
import {Problem, aborted, command, jobs} from './api.js';
import {chartFrame, placeOf, showReadings} from './chartFrame.js';
import {stepRange, wholeSteps} from './columns.js';
import {h, fill} from './dom.js';
import {Glide} from './glide.js';
import {History} from './history.js';
import {idle} from './idle.js';
import {amend} from './router.js';
import {zoomBar, zoomOf} from './zoomBar.js';

/** @typedef {{chart: Chart, section: HTMLElement, plot: HTMLElement, readings: HTMLElement, empty: HTMLElement, drawing: Drawing | null, stale: boolean}} Frame */

/** Shortest pause between two questions to the server while a run goes on, milliseconds. */
const PACE = 400;

/** Charts that stand at the top. */
const TOP = 2;

/** The charts of a run. */
export class Board {
  /** @type {ChartData} */
  #data = {series: new Map(), layers: [], range: [0, 1]};
  /** @type {[number, number] | null} */
  #zoom = null;
  /** @type {Frame[]} */
  #frames;
  #query;
  /** @type {readonly Chart[]} */
  #charts;
  #asking = new AbortController();
  #history;
  #glide;
  /** @type {Set<Element>} sections of the charts that are seen */
  #seen = new Set();
  #watch = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
  });
  #stopWaiting = () => {};
  #busy = false;
  #again = false;
  #timer = 0;
  #ended = false;
  #zoomBar = zoomBar(() => this.zoom(null));

  /**
   * @param {HTMLElement} root
   * @param {string} id of the run
   * @param {URLSearchParams} query of the address
   * @param {readonly Chart[]} charts
   */
  constructor(root, id, query, charts) {
    this.id = id;
    this.#query = query;
    this.#zoom = zoomOf(query);
    /** Where the charts end in the stream of events. */
    this.eventId = '';
    this.#charts = charts;
    this.#history = new History(id, charts);
    this.#glide = new Glide({
      range: () => this.#data.range,
      bounds: () => [0, Math.max(this.#data.range[1], ...[...this.#data.series.values()].map((one) => one.steps.at(-1) ?? 0))],
      least: 2,
      move: (range) => this.#move(range),
      rest: (range) => this.zoom(range),
    });
    this.#frames = charts.map((chart) => this.#frame(chart));
    for (const {section} of this.#frames) this.#watch.observe(section);
    fill(root, this.#zoomBar.element, h('div', {class: 'charts'}, this.#frames.map((frame) => frame.section)));
    this.#zoomBar.show(this.#zoom, []);
  }

  /**
   * Takes the layers' names, from input to output.
   *
   * @param {readonly string[]} layers
   */
  setLayers(layers) {
    const {layers: known, series} = this.#data;
    this.#data = {...this.#data, layers};
    if (series.size === 0) return;
    const drawn = (/** @type {readonly string[]} */ names) => names.filter((name) => series.has(`gradientNorm.${name}`)).join('\n');
    if (drawn(known) !== drawn(layers)) this.#drawAll();
  }

  get ended() {
    return this.#ended;
  }

  /** Whether the run has ended: then a chart without numbers waits for none, it goes. */
  set ended(ended) {
    if (ended === this.#ended) return;
    this.#ended = ended;
    for (const frame of this.#frames) if (!frame.stale) this.#reveal(frame);
  }

  /** Takes the places where something was found. @param {readonly Mark[]} marks */
  setMarks(marks) {
    if (JSON.stringify(marks) === JSON.stringify(this.#data.marks ?? [])) return;
    this.#data = {...this.#data, marks};
    if (this.#data.series.size > 0) this.#drawAll();
  }

  /** Asks for the first time; comes back when there is something to see, or nothing yet. @param {() => Promise<void>} [shown] called with the numbers there, before they are drawn */
  first = (shown) => this.#ask(shown);

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

  /** @param {() => Promise<void>} [shown] */
  async #ask(shown) {
    this.#busy = true;
    this.#again = false;
    const begin = performance.now();
    try {
      // Before it is shown a chart has no width, and the browser need not be asked for it.
      const width = (!shown && this.#frames[0]?.plot.clientWidth) || 800;
      const eventId = await this.#history.load(this.#data.layers, this.#zoom, width, this.#asking.signal).finally(shown);
      this.eventId = eventId ?? this.eventId;
      this.#glide.whenAtRest(() => this.#take());
      // A page that was opened at a zoom learns afterwards what lies around it.
      if (this.#history.blind) await this.#history.lookAround(this.#data.layers, width, this.#asking.signal);
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

  /** Takes what the history knows and draws it. */
  #take() {
    const series = this.#history.series();
    const list = [...series.values()];
    const layers = this.#data.layers.length > 0 ? this.#data.layers : [...new Set(list.flatMap((one) => one.layer ?? []))];
    this.#data = {...this.#data, series, layers, range: stepRange(list.map((one) => one.steps), this.#zoom)};
    this.#zoomBar.show(this.#zoom, list);
    this.#drawAll();
  }

  /** The charts that are seen first, the others when there is time. Before they are drawn they have no height, and all seem to be seen. */
  #drawAll() {
    for (const frame of this.#frames) frame.stale = true;
    const seen = this.#frames.filter((frame, index) => (frame.drawing ? this.#seen.has(frame.section) : index < TOP));
    // All are measured before the first one is drawn: what is drawn makes the browser lay out the page anew.
    for (const frame of seen) this.#reveal(frame);
    const widths = seen.map(({drawing, plot}) => (drawing ? undefined : plot.clientWidth));
    seen.forEach((frame, index) => this.#draw(frame, widths[index]));
    this.#drawRest();
  }

  #drawRest() {
    this.#stopWaiting();
    const frame = this.#frames.find((one) => one.stale);
    if (!frame) return;
    this.#stopWaiting = idle(() => {
      this.#draw(frame);
      this.#drawRest();
    });
  }

  /** Makes room for a chart, if it has numbers. @param {Frame} frame @returns {boolean} whether it has */
  #reveal(frame) {
    const has = frame.chart.series(this.#data.layers).some((name) => (this.#data.series.get(name)?.steps.length ?? 0) > 0);
    frame.section.hidden = !has && this.#ended;
    frame.empty.hidden = has;
    frame.plot.hidden = !has;
    return has;
  }

  /** @param {Frame} frame @param {number} [width] of its place, pixels */
  #draw(frame, width) {
    frame.stale = false;
    if (!this.#reveal(frame)) return;
    if (frame.drawing) frame.drawing.update(this.#data);
    else frame.drawing = frame.chart.draw(frame.plot, this.#data, {...this.#shared(frame), width});
  }

  /** @param {Frame} frame */
  #shared(frame) {
    return {
      key: `run-${this.id}`,
      option: (/** @type {string} */ name) => this.#option(name),
      zoom: (/** @type {[number, number] | null} */ range) => this.zoom(range),
      pan: this.#glide.pan,
      read: (/** @type {Reading[]} */ readings, /** @type {number | null} */ step) =>
        showReadings(frame.readings, readings, placeOf(step, this.#greatest(frame.chart))),
    };
  }

  /** A series of a chart whose points are the greatest of several steps. @param {Chart} chart */
  #greatest({reduce, series}) {
    const known = this.#data.series;
    return reduce === 'max' ? series(this.#data.layers).flatMap((name) => known.get(name) ?? [])[0] : undefined;
  }

  /** @param {string} name e.g. loss.scale */
  #option(name) {
    const [id, option] = name.split('.');
    const fallback = this.#charts.find((chart) => chart.id === id)?.options?.find((one) => one.name === option)?.values[0] ?? '';
    return this.#query.get(name) ?? fallback;
  }

  /**
   * Shows a range of steps; null shows all. The server sends that range in full detail.
   *
   * @param {[number, number] | null} range
   */
  zoom(range) {
    this.#zoom = range && wholeSteps(range);
    amend({from: this.#zoom?.[0] ?? null, to: this.#zoom?.[1] ?? null});
    this.#take();
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.refresh();
  }

  /** Shows other steps of what is known, in the charts that are seen. @param {[number, number]} range */
  #move(range) {
    this.#data = {...this.#data, range};
    for (const frame of this.#frames) if (this.#seen.has(frame.section)) frame.drawing?.move?.(range);
  }

  /** @param {Chart} chart @returns {Frame} */
  #frame(chart) {
    const frame = chartFrame(chart, {
      option: (name) => this.#option(name),
      choose: (name, value, standard) => this.#choose(place, name, value, standard),
      csv: () => jobs.csv(this.id, this.#question(chart)),
      curl: () => command(`/jobs/${this.id}/history`, {...this.#question(chart), maxPoints: 500}),
    });
    /** @type {Frame} */
    const place = {...frame, chart, drawing: null, stale: true};
    return place;
  }

  /** What a chart shows now, as parameters of the history. @param {Chart} chart */
  #question(chart) {
    return {series: chart.series(this.#data.layers).join(','), from: this.#zoom?.[0] ?? null, to: this.#zoom?.[1] ?? null};
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
    this.#stopWaiting();
    this.#glide.stop();
    this.#watch.disconnect();
    for (const frame of this.#frames) frame.drawing?.destroy();
  }
}
