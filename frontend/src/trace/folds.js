/**
 * A deep network's step in few nodes: of layers that are alike, only the one that is looked at is shown. Pure functions.
 *
 * @import {WorkedLine} from '../types.js'
 */

/** Fewer layers than this are shown, alike or not. */
const LEAST = 3;

/**
 * What belongs together in the graph: all of a layer, or one line that belongs to none.
 *
 * @typedef {object} Unit
 * @property {number | null} k number of the layer, from 1
 * @property {string[]} steps what is computed, in its order
 * @property {string[]} parameters what goes into the first step
 * @property {string} kind equal for layers that are alike
 *
 * @typedef {{from: number, to: number}} Run numbers of the first and the last one of layers that are alike
 */

/** @param {readonly WorkedLine[]} lines of a step @returns {Unit[]} */
export function unitsOf(lines) {
  const forward = lines.filter((line) => line.algorithm === '6.3');
  /** @type {Unit[]} */
  const units = forward.some((line) => line.symbol === 'x') ? [{k: null, steps: ['x'], parameters: [], kind: ''}] : [];
  /** @type {string[]} */
  let waiting = [];
  for (const line of forward.filter((one) => one.line > 0)) {
    const k = line.k ?? null;
    const last = units.at(-1);
    // The penalty is a sum of its own: it goes into the line after it.
    if (line.symbol === 'lambda Omega') waiting = [line.symbol];
    else if (k !== null && last?.k === k) last.steps.push(line.symbol);
    else {
      const own = k === null ? [] : forward.filter((one) => one.k === k);
      units.push({k, steps: [line.symbol], parameters: [...own.filter((one) => one.line === 0).map((one) => one.symbol), ...waiting], kind: kindOf(own)});
      waiting = [];
    }
  }
  return units;
}

/** @param {readonly WorkedLine[]} lines of one layer */
function kindOf(lines) {
  return lines.map(({symbol, shape, text, code}) => [symbol.replace(/_\d+$/, ''), shape, text, code.file, code.method].join(' ')).join('\n');
}

/** Neighbors that are alike, where there are enough of them to fold. @param {readonly Unit[]} units @returns {Run[]} */
export function runsOf(units) {
  /** @type {(Run & {kind: string})[]} */
  const runs = [];
  for (const {k, kind} of units) {
    const last = runs.at(-1);
    if (k === null) continue;
    if (last && last.kind === kind && last.to === k - 1) last.to = k;
    else runs.push({from: k, to: k, kind});
  }
  return runs.filter(({from, to}) => to - from + 1 >= LEAST).map(({from, to}) => ({from, to}));
}

/**
 * The units that are shown, and the runs that stand in the place of others. A layer alone is never folded, nor the one looked at.
 *
 * @param {readonly Unit[]} units
 * @param {readonly Run[]} folded
 * @param {number | null} at number of the layer that is looked at
 * @returns {(Unit | Run)[]}
 */
export function folding(units, folded, at) {
  const parts = folded.flatMap(({from, to}) => (at === null || at < from || at > to ? [{from, to}] : [{from, to: at - 1}, {from: at + 1, to}])).filter(({from, to}) => to > from);
  const partOf = (/** @type {Unit} */ {k}) => parts.find(({from, to}) => k !== null && k >= from && k <= to);
  return units.filter((unit) => [undefined, unit.k].includes(partOf(unit)?.from)).map((unit) => partOf(unit) ?? unit);
}
