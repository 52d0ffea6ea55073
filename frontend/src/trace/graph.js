/**
 * The computational graph of a step: values forward, adjoints backward, as far as the step has come. It goes on in a new row where
 * the window ends.
 *
 * @import {WorkedLine} from '../types.js'
 * @import {Run, Unit} from './folds.js'
 */
import {svg} from '../dom.js';
import {number} from '../format.js';
import {meaning, written} from './symbols.js';

const WIDTH = 92;
const HEIGHT = 54;
const GAP = 30;
const BESIDE = 8;
const TOP = 76;
/** Between two rows; the edge that leads from one to the next lies in it. */
const BETWEEN = 28;
const EDGE = 6;

/** @typedef {{name: string, x: number, y: number, inputs: string[], above: boolean, run?: Run}} GraphNode above: a parameter, over what it goes into */

/** @typedef {{nodes: GraphNode[], width: number, height: number}} Layout */

/** @typedef {{name: string, parameters: string[], run?: Run, breaks: boolean}} Step of a row, and whether a row may begin with it */

/**
 * Places of the nodes: what is computed stands in rows, parameters above what they go into.
 *
 * @param {readonly (Unit | Run)[]} units
 * @param {number} room width of the window, pixels
 * @returns {Layout}
 */
export function layout(units, room) {
  /** @type {GraphNode[]} */
  const nodes = [];
  let y = 0;
  let previous = '';
  for (const row of rowsOf(units.flatMap(stepsOf), room)) {
    const base = y + (row.some(({step}) => step.parameters.length > 0) ? TOP : 0);
    for (const {step, x} of row) {
      const {name, parameters, run} = step;
      parameters.forEach((one, place) => nodes.push({name: one, x: x - overhang(step) + place * (WIDTH + BESIDE), y, inputs: [], above: true}));
      nodes.push({name, x, y: base, inputs: [previous, ...parameters].filter((input) => input !== ''), above: false, ...(run ? {run} : {})});
      previous = name;
    }
    y = base + HEIGHT + BETWEEN;
  }
  return {nodes, width: Math.max(0, ...nodes.map((node) => node.x + WIDTH)), height: Math.max(0, y - BETWEEN)};
}

/** @param {Unit | Run} unit @returns {Step[]} */
function stepsOf(unit) {
  if (!('steps' in unit)) return [{name: `layers ${unit.from}–${unit.to}`, parameters: [], run: unit, breaks: true}];
  return unit.steps.map((name, index) => ({name, parameters: index === 0 ? unit.parameters : [], breaks: index === 0}));
}

/** How far parameters stick out at each side of what they go into. @param {Step} step */
function overhang({parameters}) {
  return Math.max(0, ((parameters.length - 1) * (WIDTH + BESIDE)) / 2);
}

/**
 * Steps in rows that fit; a layer is broken only where a row has no room for all of it.
 *
 * @param {readonly Step[]} steps
 * @param {number} room
 */
function rowsOf(steps, room) {
  /** @type {{step: Step, x: number}[][]} */
  const rows = [];
  let taken = 0;
  steps.forEach((step, index) => {
    const next = steps.slice(index + 1).findIndex((one) => one.breaks);
    const together = step.breaks ? (next < 0 ? steps.length - index : next + 1) : 1;
    const needed = Math.max(WIDTH + overhang(step), together * (WIDTH + GAP) - GAP);
    const row = rows.at(-1);
    const last = row?.at(-1);
    let x = last ? Math.max(last.x + WIDTH + GAP, step.parameters.length > 0 ? taken + BESIDE + overhang(step) : 0) : overhang(step);
    if (row && x + needed <= room) row.push({step, x});
    else {
      // Space at the left for the edge that comes from the row above.
      x = row ? Math.max(GAP, overhang(step) + BESIDE) : overhang(step);
      rows.push([{step, x}]);
      taken = 0;
    }
    if (step.parameters.length > 0) taken = x + WIDTH + overhang(step);
  });
  return rows;
}

/**
 * @param {Layout} layout
 * @param {readonly WorkedLine[]} lines
 * @param {number} at index of the line that has just been carried out
 * @param {(run: Run) => void} unfold
 */
export function graph({nodes, width, height}, lines, at, unfold) {
  const current = lines[at];
  const now = current ? meaning(current.symbol) : {name: '', adjoint: false};
  /** @type {Map<string, Known>} */
  const known = new Map();
  for (const line of lines.slice(0, at + 1)) {
    const {name, adjoint} = meaning(line.symbol);
    known.set(name, {...known.get(name), [adjoint ? 'adjoint' : 'value']: number(line.norm)});
  }
  for (const {name, run} of nodes) if (run) known.set(name, ofRun(run, lines, known));
  const place = new Map(nodes.map((node) => [node.name, node]));
  return svg(
    'svg',
    {viewBox: `${-EDGE} ${-EDGE} ${width + 2 * EDGE} ${height + 2 * EDGE}`, width: width + 2 * EDGE, height: height + 2 * EDGE, class: 'graph', role: 'img', 'aria-label': 'The computational graph with the norms of values and adjoints'},
    nodes.flatMap((node) => node.inputs.map((input) => edge(place.get(input), node, known.get(node.name)?.adjoint !== undefined))),
    nodes.map((node) => box(node, known.get(node.name) ?? {}, node.name === now.name, now.adjoint, unfold)),
  );
}

/** Room that a frame of a width has for nodes. @param {number} width pixels */
export function roomIn(width) {
  return width - 2 * EDGE;
}

/** @typedef {{value?: string, adjoint?: string}} Known */

/**
 * What is known of layers that are folded: what comes out of the last one, and the gradient at the first one's pre-activation.
 *
 * @param {Run} run
 * @param {readonly WorkedLine[]} lines
 * @param {ReadonlyMap<string, Known>} known
 * @returns {Known}
 */
function ofRun({from, to}, lines, known) {
  const steps = (/** @type {number} */ k) => lines.filter((line) => line.algorithm === '6.3' && line.line > 0 && line.k === k);
  const value = known.get(steps(to).at(-1)?.symbol ?? '')?.value;
  const adjoint = known.get(steps(from)[0]?.symbol ?? '')?.adjoint;
  return {...(value === undefined ? {} : {value}), ...(adjoint === undefined ? {} : {adjoint})};
}

/**
 * @param {GraphNode | undefined} from
 * @param {GraphNode} to
 * @param {boolean} back whether the gradient has come down it
 */
function edge(from, to, back) {
  if (!from) return null;
  const middle = (/** @type {number} */ y) => y + HEIGHT / 2;
  const below = from.x + WIDTH / 2;
  const beside = `M${from.x + WIDTH} ${middle(from.y)}H${to.x}`;
  // Into the next row: down, along the gap between the rows, and in from the left under the parameters.
  const around = `M${below} ${from.y + HEIGHT}v${BETWEEN / 2}H0V${middle(to.y)}H${to.x}`;
  const down = `M${below} ${from.y + HEIGHT}L${to.x + WIDTH / 2} ${to.y}`;
  const path = from.y === to.y ? beside : from.above ? down : around;
  return svg('path', {d: path, class: back ? 'edge back' : 'edge'});
}

/**
 * @param {GraphNode} node
 * @param {Known} known
 * @param {boolean} current
 * @param {boolean} adjoint whether the line speaks of its adjoint
 * @param {(run: Run) => void} unfold
 */
function box({name, x, y, run}, known, current, adjoint, unfold) {
  const state = current ? (adjoint ? 'node now back' : 'node now') : known.value ? 'node' : 'node later';
  const drawn = svg(
    'g',
    {transform: `translate(${x} ${y})`, class: run ? `${state} folded` : state},
    run ? svg('rect', {x: 4, y: -4, width: WIDTH, height: HEIGHT, rx: 6}) : null,
    svg('rect', {width: WIDTH, height: HEIGHT, rx: 6}),
    svg('text', {x: WIDTH / 2, y: 18, 'text-anchor': 'middle', class: 'strong-text'}, written(name)),
    svg('text', {x: WIDTH / 2, y: 33, 'text-anchor': 'middle', class: 'plain-text'}, known.value ? `‖·‖ ${known.value}` : ''),
    svg('text', {x: WIDTH / 2, y: 47, 'text-anchor': 'middle', class: 'adjoint-text'}, known.adjoint ? `∂J ${known.adjoint}` : ''),
  );
  // The button above the graph does the same for the keyboard.
  if (run) drawn.addEventListener('click', () => unfold(run));
  return drawn;
}
