/**
 * Curves of runs on a common axis. Pure functions.
 *
 * @import {Strand} from '../charts/overlay.js'
 * @import {Job, Series} from '../types.js'
 * @import {Compared} from './load.js'
 */
import {extent, firstFrom} from '../columns.js';

/** What the x axis can count. @typedef {'step' | 'epoch' | 'time' | 'evaluations'} Axis */

/** @typedef {{x: number[], values: (number | null)[]}} Curve x rising */

/**
 * Steps as places on an axis.
 *
 * @param {readonly number[]} steps
 * @param {Axis} axis
 * @param {{job: Pick<Job, 'progress'>, seconds?: Series | undefined, rows?: number | undefined}} run seconds: the series epochSeconds;
 *     rows: examples it learns from
 * @returns {number[] | null} null where this run cannot tell
 */
export function places(steps, axis, {job, seconds, rows}) {
  const {totalSteps = 0, epochs = 0} = job.progress ?? {};
  if (axis === 'step') return [...steps];
  if (totalSteps === 0 || epochs === 0) return null;
  const perEpoch = totalSteps / epochs;
  if (axis === 'epoch') return steps.map((step) => step / perEpoch);
  if (axis === 'evaluations') return rows === undefined ? null : steps.map((step) => (step / perEpoch) * rows);
  return seconds && seconds.steps.length > 0 ? clock(steps, seconds, perEpoch) : null;
}

/**
 * Seconds of training at each step. An epoch's seconds are spread evenly over its steps; a reduced point speaks of the epochs since
 * the one before it.
 *
 * @param {readonly number[]} steps
 * @param {Series} seconds
 * @param {number} perEpoch steps
 */
function clock(steps, {steps: ends, values}, perEpoch) {
  const at = [0];
  const times = [0];
  ends.forEach((end, index) => {
    const begin = at.at(-1) ?? 0;
    at.push(end);
    times.push((times.at(-1) ?? 0) + ((values[index] ?? 0) * (end - begin)) / perEpoch);
  });
  return steps.map((step) => between(at, times, step));
}

/**
 * A value between two known places; beyond the last one the line goes on.
 *
 * @param {readonly number[]} x rising, at least one
 * @param {readonly number[]} y
 * @param {number} place
 */
export function between(x, y, place) {
  if (x.length < 2) return y[0] ?? 0;
  const right = Math.min(x.length - 1, Math.max(1, firstFrom(x, place)));
  const [x0 = 0, x1 = x0] = [x[right - 1], x[right]];
  const [y0 = 0, y1 = y0] = [y[right - 1], y[right]];
  return x1 === x0 ? y0 : y0 + ((y1 - y0) * (place - x0)) / (x1 - x0);
}

/**
 * Mean, lowest and highest of several curves, where all of them have something to say.
 *
 * @param {readonly Curve[]} curves
 * @returns {{x: number[], mean: (number | null)[], low: (number | null)[], high: (number | null)[]}}
 */
export function band(curves) {
  const known = curves.map(({x, values}) => {
    const kept = x.map((_, index) => index).filter((index) => values[index] !== null && values[index] !== undefined);
    return {x: kept.map((index) => x[index] ?? 0), values: kept.map((index) => values[index] ?? 0)};
  });
  const first = Math.max(...known.map(({x}) => x[0] ?? Infinity));
  const last = Math.min(...known.map(({x}) => x.at(-1) ?? -Infinity));
  const x = [...new Set(known.flatMap((curve) => curve.x))].filter((place) => place >= first && place <= last).sort((a, b) => a - b);
  const rows = x.map((place) => known.map((curve) => between(curve.x, curve.values, place)));
  return {
    x,
    mean: rows.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length),
    low: rows.map((row) => Math.min(...row)),
    high: rows.map((row) => Math.max(...row)),
  };
}

/**
 * What is drawn of runs that are one line.
 *
 * @param {readonly Compared[]} group
 * @param {string} measure name of the series
 * @param {Axis} axis
 * @param {Pick<Strand, 'label' | 'color'>} look
 * @returns {Strand}
 */
export function strandOf(group, measure, axis, look) {
  const curves = group.flatMap((run) => {
    const one = run.series.get(measure);
    const x = one && places(one.steps, axis, {job: run.job, seconds: run.series.get('epochSeconds'), rows: run.rows});
    return one && x ? [{x, values: one.values, low: one.min ?? one.values, high: one.max ?? one.values}] : [];
  });
  const [only] = curves;
  if (!only) return {...look, x: [], values: [], low: [], high: [], banded: false};
  if (curves.length === 1) return {...look, ...only, banded: false};
  const {x, mean, low, high} = band(curves);
  return {...look, x, values: mean, low, high, banded: true};
}

/** Decades from which on a linear axis hides the small numbers. */
const FAR = 4;

/**
 * Whether curves lie so far apart that only a logarithmic axis shows them all: a run that explodes beside its cure.
 *
 * @param {readonly Pick<Curve, 'values'>[]} curves
 */
export function farApart(curves) {
  const range = extent(curves.flatMap(({values}) => extent(values) ?? []));
  return range !== null && range[0] > 0 && Math.log10(range[1] / range[0]) > FAR;
}

/**
 * A series whose one part is known better: what lies around it stays, so that a picture that is moved shows it at once.
 *
 * @param {Series | undefined} whole
 * @param {Series} part
 * @returns {Series}
 */
export function finer(whole, part) {
  const [from, to] = [part.steps[0], part.steps.at(-1)];
  if (!whole || from === undefined || to === undefined) return part;
  const before = whole.steps.filter((step) => step < from).length;
  const after = whole.steps.filter((step) => step <= to).length;
  /** @template T @param {readonly T[]} around @param {readonly T[]} within */
  const join = (around, within) => [...around.slice(0, before), ...within, ...around.slice(after)];
  return {
    ...part,
    steps: join(whole.steps, part.steps),
    values: join(whole.values, part.values),
    min: join(whole.min ?? whole.values, part.min ?? part.values),
    max: join(whole.max ?? whole.values, part.max ?? part.values),
  };
}
