/**
 * The numbers behind the charts of one run: all of it as finely as the screen shows it, and around a zoom a part in detail. What lies
 * beyond the part is taken from the whole, so that a picture can be moved before the server has answered.
 *
 * @import {Chart} from './charts/chart.js'
 * @import {Series} from './types.js'
 */
import {jobs} from './api.js';
import {firstFrom} from './columns.js';
import {pointsOn} from './early.js';

/** How a point tells of several steps, as parameters of the question, to more digits than a reading shows and a pixel tells apart. */
const REDUCED = {
  extremes: {digits: 5, statistic: 'mean', parts: 'axes,values,min,max'},
  max: {digits: 4, statistic: 'max', parts: 'axes,values'},
};

/** @typedef {ReadonlyMap<string, Series>} SeriesMap by name */

export class History {
  /** @type {SeriesMap} */
  #whole = new Map();
  /** @type {SeriesMap} */
  #part = new Map();
  /** @type {[number, number] | null} the steps that the part speaks of */
  #asked = null;

  /**
   * @param {string} id of the run
   * @param {readonly Chart[]} charts
   */
  constructor(id, charts) {
    this.id = id;
    this.charts = charts;
  }

  /**
   * Asks for what the charts draw, one question for each way to reduce, all at once.
   *
   * @param {readonly string[]} layers
   * @param {[number, number] | null} zoom
   * @param {number} width of a chart, pixels
   * @param {AbortSignal} signal
   * @returns {Promise<string | undefined>} where the answer ends in the stream of events
   */
  async load(layers, zoom, width, signal) {
    const asked = zoom && aroundOf(zoom);
    const times = zoom && asked ? (asked[1] - asked[0]) / (zoom[1] - zoom[0]) : 1;
    const {series, eventId} = await this.#ask(layers, asked, times * width, signal);
    if (asked) this.#part = series;
    else this.#whole = series;
    this.#asked = asked;
    return eventId;
  }

  /** Whether nothing is known of the steps beyond the part. */
  get blind() {
    return this.#asked !== null && this.#whole.size === 0;
  }

  /**
   * Asks for the whole where only a part is known.
   *
   * @param {readonly string[]} layers
   * @param {number} width
   * @param {AbortSignal} signal
   */
  async lookAround(layers, width, signal) {
    this.#whole = (await this.#ask(layers, null, width, signal)).series;
  }

  /**
   * @param {readonly string[]} layers
   * @param {[number, number] | null} range
   * @param {number} width
   * @param {AbortSignal} signal
   */
  async #ask(layers, range, width, signal) {
    const answers = await Promise.all(
      this.#questions(layers).map(([reduce, names]) => {
        const query = {series: names.join(), from: range?.[0] ?? null, to: range?.[1] ?? null, maxPoints: pointsOn(width), ...REDUCED[reduce]};
        return jobs.history(this.id, query, signal);
      }),
    );
    const series = new Map(answers.flatMap((answer) => answer.series).map((one) => [one.name, withHoles(one)]));
    return {series, eventId: answers[0]?.eventId};
  }

  /** Names to ask for, by the way to reduce. @param {readonly string[]} layers */
  #questions(layers) {
    /** @type {Map<'extremes' | 'max', Set<string>>} */
    const questions = new Map();
    for (const chart of this.charts) {
      const reduce = chart.reduce ?? 'extremes';
      const names = questions.get(reduce) ?? new Set();
      for (const name of chart.ask ?? chart.series(layers)) names.add(name);
      questions.set(reduce, names);
    }
    return [...questions].map(([reduce, names]) => /** @type {const} */ ([reduce, [...names]]));
  }

  /** All that is known, the part in the place of the same steps of the whole. @returns {SeriesMap} */
  series() {
    const asked = this.#asked;
    if (!asked) return this.#whole;
    return new Map([...this.#part].map(([name, part]) => [name, merge(this.#whole.get(name), part, asked)]));
  }
}

/** The steps to ask for: the zoom and as much again at each side, to move into. @param {[number, number]} zoom @returns {[number, number]} */
function aroundOf([from, to]) {
  const span = to - from;
  return [Math.max(0, from - span), to + span];
}

/**
 * A report with a number that is not finite is a gap, also where finite ones stand beside it.
 *
 * @param {Series} series
 * @returns {Series}
 */
function withHoles(series) {
  if (!series.reduced || !series.nonFinite?.length || series.min) return series;
  const values = [...series.values];
  for (const {index} of series.nonFinite) values[index] = null;
  return {...series, values};
}

/**
 * @param {Series | undefined} whole
 * @param {Series} part
 * @param {readonly [number, number]} asked
 * @returns {Series}
 */
export function merge(whole, part, [from, to]) {
  if (!whole || whole.steps.length === 0) return part;
  const before = firstFrom(whole.steps, from);
  const after = firstFrom(whole.steps, to + 1);
  const join = (/** @type {Series['values'] | null | undefined} */ all, /** @type {Series['values'] | null | undefined} */ inner) =>
    all && inner ? [...all.slice(0, before), ...inner, ...all.slice(after)] : inner;
  return {
    ...part,
    ...(part.reduced === false ? {exact: [from, to]} : {}),
    reduced: part.reduced !== false || (whole.reduced !== false && (before > 0 || after < whole.steps.length)),
    steps: /** @type {number[]} */ (join(whole.steps, part.steps)),
    values: join(whole.values, part.values) ?? part.values,
    min: join(whole.min, part.min) ?? null,
    max: join(whole.max, part.max) ?? null,
  };
}
