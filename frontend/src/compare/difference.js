/**
 * What differs between requests, and which of them differ in nothing but their seed. Pure functions.
 *
 * @import {Job, JobSpec} from '../types.js'
 */
import {same} from '../form/draft.js';

/** What a run is called and where it waits says nothing about what it does. */
const NAMES = new Set(['name', 'tags', 'priority', 'notes']);

/** What changes no number of a run but which batches and weights chance gives it, and how closely it is watched. */
const SAME_RUN = /^(?:training\.seed$|monitor\.|checkpoints\.)/;

/** That a layer is there in one run only is told by its type; its name there says no more. */
const LAYER_NAME = /\.layers\.\d+\.name$/;

/** @typedef {{path: string, values: unknown[]}} Difference the values have the order of the requests; undefined: not there */

/**
 * The places where requests differ. Neighboring layers that differ in the same way become one place: `model.layers 1–8 activation`.
 *
 * @param {readonly JobSpec[]} specs with every default
 * @returns {Difference[]}
 */
export function differences(specs) {
  const flat = specs.map((spec) => leaves(spec));
  const paths = [...new Set(flat.flatMap((map) => [...map.keys()]))];
  const found = paths
    .map((path) => ({path, values: flat.map((map) => map.get(path))}))
    .filter(({values}) => values.some((value) => !same(value, values[0])))
    .filter(({path, values}) => !(LAYER_NAME.test(path) && new Set(values.filter((value) => value !== undefined)).size === 1));
  return merged(found);
}

/**
 * Values by their path, e.g. `training.optimizer.type`. Lists of plain values are one value.
 *
 * @param {unknown} value
 * @param {string} [path]
 * @param {Map<string, unknown>} [out]
 * @returns {Map<string, unknown>}
 */
function leaves(value, path = '', out = new Map()) {
  const deep = typeof value === 'object' && value !== null && (!Array.isArray(value) || value.some((item) => typeof item === 'object' && !Array.isArray(item)));
  if (!deep) {
    if (value !== null) out.set(path, value);
    return out;
  }
  for (const [name, item] of Object.entries(value)) {
    if (path === '' && NAMES.has(name)) continue;
    leaves(item, path ? `${path}.${name}` : name, out);
  }
  return out;
}

/**
 * @param {readonly Difference[]} found
 * @returns {Difference[]}
 */
function merged(found) {
  /** @type {{start: string, rest: string, indices: number[], values: unknown[]}[]} */
  const groups = [];
  for (const {path, values} of found) {
    const [, start = path, index, rest = ''] = /^(.*?\.layers)\.(\d+)(.*)$/.exec(path) ?? [];
    const group = index === undefined ? undefined : groups.find((one) => one.start === start && one.rest === rest && same(one.values, values) && one.indices.at(-1) === Number(index) - 1);
    if (group) group.indices.push(Number(index));
    else groups.push({start, rest, indices: index === undefined ? [] : [Number(index)], values});
  }
  return groups.map(({start, rest, indices, values}) => ({path: `${start}${range(indices)}${rest.replace('.', ' ')}`, values}));
}

/** @param {readonly number[]} indices counted from 0 */
function range(indices) {
  if (indices.length === 0) return '';
  const [first = 0] = indices;
  return indices.length === 1 ? ` ${first + 1}` : ` ${first + 1}–${first + indices.length}`;
}

/**
 * Runs whose requests are equal but for the seed, together; each run is in one group, in the order of the first of each. A seed that
 * the group has already tells nothing about chance: such a run stands alone.
 *
 * @template {Pick<Job, 'spec'>} T
 * @param {readonly T[]} jobs
 * @returns {T[][]}
 */
export function bySeed(jobs) {
  /** @type {T[][]} */
  const groups = [];
  /** @type {Map<string, {group: T[], seeds: Set<unknown>}>} */
  const known = new Map();
  for (const job of jobs) {
    const map = leaves(job.spec);
    const seed = map.get('training.seed');
    for (const path of map.keys()) if (SAME_RUN.test(path)) map.delete(path);
    const key = JSON.stringify([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
    const {group, seeds} = known.get(key) ?? {group: [], seeds: new Set()};
    if (seeds.has(seed)) groups.push([job]);
    else if (group.push(job) === 1) groups.push(group);
    known.set(key, {group, seeds: seeds.add(seed)});
  }
  return groups;
}
