/**
 * Runs to compare, asked of the server.
 *
 * @import {Job, Series} from '../types.js'
 * @import {Axis} from './curves.js'
 */
import {Problem, jobs} from '../api.js';
import {ENDED} from '../parts.js';
import {finer, places} from './curves.js';

/**
 * @typedef {object} Compared
 * @property {Job} job
 * @property {ReadonlyMap<string, Series>} series by name
 * @property {number | undefined} rows examples it learns from
 */

/** Points asked of each run: a pixel is about one. */
const POINTS = 700;

export class Loader {
  /** @type {Map<string, number>} */
  #rows = new Map();
  /** @type {Map<string, Compared>} runs that have ended do not change */
  #kept = new Map();
  /** @type {string[]} ids of runs that the server does not know, after each load */
  gone = [];

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.signal = signal;
  }

  /**
   * @param {readonly string[]} ids
   * @param {string} measure name of the series
   * @param {Axis} axis
   * @param {[number, number] | null} zoom on the axis
   * @returns {Promise<Compared[]>} in the order of the ids, without those that are gone
   */
  async load(ids, measure, axis, zoom) {
    const runs = await Promise.all(ids.map((id) => this.#run(id, measure, axis, zoom).catch(unlessGone)));
    this.gone = ids.filter((_, index) => !runs[index]);
    return runs.filter((run) => run !== null);
  }

  /**
   * @param {string} id
   * @param {string} measure
   * @param {Axis} axis
   * @param {[number, number] | null} zoom
   * @returns {Promise<Compared>}
   */
  async #run(id, measure, axis, zoom) {
    const key = JSON.stringify([id, measure, axis, zoom]);
    const known = this.#kept.get(key);
    if (known) return known;
    const job = await jobs.get(id, this.signal);
    const rows = axis === 'evaluations' ? await this.#rowsOf(job) : undefined;
    const whole = await this.#ask(id, {series: `${measure},epochSeconds`});
    const range = zoom && stepsBetween(whole, job, rows, measure, axis, zoom);
    const part = range && (await this.#ask(id, {series: measure, from: range[0], to: range[1]})).get(measure);
    const series = part ? new Map([...whole, [measure, finer(whole.get(measure), part)]]) : whole;
    const compared = {job, series, rows};
    if (ENDED.has(job.state)) this.#kept.set(key, compared);
    return compared;
  }

  /**
   * @param {string} id
   * @param {Record<string, string | number>} query
   * @returns {Promise<Map<string, Series>>}
   */
  async #ask(id, query) {
    const {series} = await jobs.history(id, {...query, maxPoints: POINTS}, this.signal);
    return new Map(series.map((one) => [one.name, one]));
  }

  /** The server counts them again: a job does not keep the number. @param {Job} job */
  async #rowsOf(job) {
    const known = this.#rows.get(job.id);
    if (known !== undefined) return known;
    const {trainingRows = 0} = await jobs.check(job.spec, this.signal);
    this.#rows.set(job.id, trainingRows);
    return trainingRows;
  }
}

/** A run that was deleted is no reason not to show the others. @param {unknown} error @returns {null} */
function unlessGone(error) {
  if (error instanceof Problem && error.status === 404) return null;
  throw error;
}

/**
 * The steps behind a range of the axis, with one more at each side.
 *
 * @param {ReadonlyMap<string, Series>} whole
 * @param {Job} job
 * @param {number | undefined} rows
 * @param {string} measure
 * @param {Axis} axis
 * @param {[number, number]} zoom
 * @returns {[number, number] | null}
 */
function stepsBetween(whole, job, rows, measure, axis, zoom) {
  const steps = whole.get(measure)?.steps ?? [];
  const x = places(steps, axis, {job, seconds: whole.get('epochSeconds'), rows});
  if (!x || x.length === 0) return null;
  const first = x.findLastIndex((place) => place < zoom[0]);
  const last = x.findIndex((place) => place > zoom[1]);
  return [steps[Math.max(0, first)] ?? 0, steps[last < 0 ? steps.length - 1 : last] ?? 0];
}
