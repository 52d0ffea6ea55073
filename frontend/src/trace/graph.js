/**
 * The computational graph of a step: values forward, adjoints backward, as far as the step has come.
 *
 * @import {WorkedLine} from '../types.js'
 */
import {svg} from '../dom.js';
import {number} from '../format.js';
import {meaning, written} from './symbols.js';

const WIDTH = 92;
const HEIGHT = 54;
const GAP = 30;
const TOP = 76;

/** @typedef {{name: string, x: number, y: number, inputs: string[]}} GraphNode */

/**
 * Places of the nodes: what is computed stands in one row, parameters above what they go into.
 *
 * @param {readonly WorkedLine[]} lines
 * @returns {GraphNode[]}
 */
export function layout(lines) {
  const forward = lines.filter((line) => line.algorithm === '6.3');
  /** @type {GraphNode[]} */
  const nodes = [];
  let x = 0;
  let previous = '';
  const row = (/** @type {string} */ name, /** @type {string[]} */ inputs) => {
    nodes.push({name, x, y: TOP, inputs});
    x += WIDTH + GAP;
    previous = name;
  };
  if (forward.some((line) => line.symbol === 'x')) row('x', []);
  const placed = new Set();
  for (const line of forward.filter((one) => one.line > 0)) {
    const parameters = forward.filter((one) => one.line === 0 && one.k !== null && one.k !== undefined && one.k === line.k && !placed.has(one.symbol));
    parameters.forEach((one, index) => {
      placed.add(one.symbol);
      nodes.push({name: one.symbol, x: x + (index - (parameters.length - 1) / 2) * (WIDTH + 8), y: 0, inputs: []});
    });
    if (line.symbol === 'lambda Omega') nodes.push({name: line.symbol, x, y: 0, inputs: []});
    else row(line.symbol, [previous, ...parameters.map((one) => one.symbol), ...(line.symbol === 'J' ? ['lambda Omega'] : [])].filter((name) => name !== ''));
  }
  const left = Math.min(0, ...nodes.map((node) => node.x));
  return nodes.map((node) => ({...node, x: node.x - left}));
}

/**
 * @param {readonly GraphNode[]} nodes
 * @param {readonly WorkedLine[]} lines
 * @param {number} at index of the line that has just been carried out
 */
export function graph(nodes, lines, at) {
  const current = lines[at];
  const now = current ? meaning(current.symbol) : {name: '', adjoint: false};
  /** @type {Map<string, {value?: string, adjoint?: string}>} */
  const known = new Map();
  for (const line of lines.slice(0, at + 1)) {
    const {name, adjoint} = meaning(line.symbol);
    known.set(name, {...known.get(name), [adjoint ? 'adjoint' : 'value']: number(line.norm)});
  }
  const place = new Map(nodes.map((node) => [node.name, node]));
  const width = Math.max(...nodes.map((node) => node.x + WIDTH), 0);
  const picture = svg(
    'svg',
    {viewBox: `-6 -6 ${width + 12} ${TOP + HEIGHT + 12}`, width: width + 12, height: TOP + HEIGHT + 12, class: 'graph', role: 'img', 'aria-label': 'The computational graph with the norms of values and adjoints'},
    nodes.flatMap((node) => node.inputs.map((input) => edge(place.get(input), node, known.get(node.name)?.adjoint !== undefined))),
    nodes.map((node) => box(node, known.get(node.name) ?? {}, node.name === now.name, now.adjoint)),
  );
  return picture;
}

/**
 * @param {GraphNode | undefined} from
 * @param {GraphNode} to
 * @param {boolean} back whether the gradient has come down it
 */
function edge(from, to, back) {
  if (!from) return null;
  const beside = from.y === to.y;
  const ends = beside ? {x1: from.x + WIDTH, y1: from.y + HEIGHT / 2, x2: to.x, y2: to.y + HEIGHT / 2} : {x1: from.x + WIDTH / 2, y1: from.y + HEIGHT, x2: to.x + WIDTH / 2, y2: to.y};
  return svg('line', {...ends, class: back ? 'edge back' : 'edge'});
}

/**
 * @param {GraphNode} node
 * @param {{value?: string, adjoint?: string}} known
 * @param {boolean} current
 * @param {boolean} adjoint whether the line speaks of its adjoint
 */
function box(node, known, current, adjoint) {
  const state = current ? (adjoint ? 'node now back' : 'node now') : known.value ? 'node' : 'node later';
  return svg(
    'g',
    {transform: `translate(${node.x} ${node.y})`, class: state},
    svg('rect', {width: WIDTH, height: HEIGHT, rx: 6}),
    svg('text', {x: WIDTH / 2, y: 18, 'text-anchor': 'middle', class: 'strong-text'}, written(node.name)),
    svg('text', {x: WIDTH / 2, y: 33, 'text-anchor': 'middle', class: 'plain-text'}, known.value ? `‖·‖ ${known.value}` : ''),
    svg('text', {x: WIDTH / 2, y: 47, 'text-anchor': 'middle', class: 'adjoint-text'}, known.adjoint ? `∂J ${known.adjoint}` : ''),
  );
}
