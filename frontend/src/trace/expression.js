/**
 * The computational graph of an expression: value and adjoint at each node, local derivative at each edge.
 */
import {svg} from '../dom.js';
import {number} from '../format.js';

const WIDTH = 116;
const HEIGHT = 58;
/** From the text of an edge to that of a second one between the same nodes (x·x). */
const BELOW = 13;
const ACROSS = 80;
const DOWN = 22;

/**
 * @typedef {object} ExpressionNode
 * @property {number} id
 * @property {string} operation
 * @property {string} [name] of a variable
 * @property {number[]} inputs
 * @property {any} value
 * @property {any} adjoint null where it depends on no variable
 * @property {any[]} localDerivatives one an input
 */

/** Operations as they are written. @type {Record<string, string>} */
const SIGNS = {add: '+', subtract: '−', multiply: '×', divide: '÷', negate: '−( )', power: '^'};

/** @param {ExpressionNode} node */
export function titleOf({operation, name, value}) {
  if (name) return name;
  return operation === 'constant' ? short(value) : (SIGNS[operation] ?? operation);
}

/** A number, or the shape of an array and its first number. @param {any} value */
export function short(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return number(value, 4);
  if (!Array.isArray(value)) return String(value);
  const flat = value.flat();
  const numbers = flat.slice(0, 2).map((one) => number(one, 2));
  return flat.length <= 2 ? `[${numbers.join(', ')}]` : `[${numbers.join(', ')}, …]`;
}

/**
 * Columns by the longest way from a leaf.
 *
 * @param {readonly ExpressionNode[]} nodes in topological order
 * @returns {Map<number, {x: number, y: number}>}
 */
export function columns(nodes) {
  /** @type {Map<number, number>} */
  const depth = new Map();
  for (const node of nodes) depth.set(node.id, node.inputs.length === 0 ? 0 : 1 + Math.max(...node.inputs.map((id) => depth.get(id) ?? 0)));
  // A leaf stands just before the first node that takes it.
  for (const node of nodes.filter((one) => one.inputs.length === 0)) {
    const takers = nodes.filter((one) => one.inputs.includes(node.id)).map((one) => depth.get(one.id) ?? 1);
    depth.set(node.id, takers.length === 0 ? 0 : Math.min(...takers) - 1);
  }
  /** @type {Map<number, number>} */
  const filled = new Map();
  return new Map(
    nodes.map((node) => {
      const column = depth.get(node.id) ?? 0;
      const row = filled.get(column) ?? 0;
      filled.set(column, row + 1);
      return [node.id, {x: column * (WIDTH + ACROSS), y: row * (HEIGHT + DOWN)}];
    }),
  );
}

/** @param {readonly ExpressionNode[]} nodes */
export function expressionGraph(nodes) {
  const place = columns(nodes);
  const all = [...place.values()];
  const width = Math.max(...all.map(({x}) => x)) + WIDTH;
  const height = Math.max(...all.map(({y}) => y)) + HEIGHT;
  return svg(
    'svg',
    {viewBox: `-4 -4 ${width + 8} ${height + 8}`, width: width + 8, height: height + 8, class: 'graph', role: 'img', 'aria-label': 'Computational graph; the table below says the same in words'},
    nodes.flatMap((node) => node.inputs.flatMap((id, index) => edge(place.get(id), place.get(node.id), node.localDerivatives[index], BELOW * (index - node.inputs.indexOf(id))))),
    nodes.map((node) => box(node, place.get(node.id) ?? {x: 0, y: 0})),
  );
}

/**
 * @param {{x: number, y: number} | undefined} from
 * @param {{x: number, y: number} | undefined} to
 * @param {any} derivative
 * @param {number} lower the text, under that of another edge between the same nodes
 */
function edge(from, to, derivative, lower) {
  if (!from || !to) return [];
  const ends = {x1: from.x + WIDTH, y1: from.y + HEIGHT / 2, x2: to.x, y2: to.y + HEIGHT / 2};
  const active = derivative !== null && derivative !== undefined;
  const line = svg('line', {...ends, class: active ? 'edge back' : 'edge'});
  if (!active) return [line];
  const middle = {x: ends.x2 - ACROSS / 2, y: ends.y2 + ((ends.y1 - ends.y2) * (ACROSS / 2)) / Math.max(1, ends.x2 - ends.x1) - 4 + lower};
  return [line, svg('text', {...middle, 'text-anchor': 'middle', class: 'adjoint-text halo'}, short(derivative))];
}

/**
 * @param {ExpressionNode} node
 * @param {{x: number, y: number}} place
 */
function box(node, {x, y}) {
  const leaf = node.operation === 'variable';
  return svg(
    'g',
    {transform: `translate(${x} ${y})`, class: leaf ? 'node now' : 'node'},
    svg('rect', {width: WIDTH, height: HEIGHT, rx: 6}),
    svg('text', {x: WIDTH / 2, y: 18, 'text-anchor': 'middle', class: 'strong-text'}, titleOf(node)),
    svg('text', {x: WIDTH / 2, y: 34, 'text-anchor': 'middle', class: 'plain-text'}, node.operation === 'constant' ? '' : short(node.value)),
    svg('text', {x: WIDTH / 2, y: 50, 'text-anchor': 'middle', class: 'adjoint-text'}, node.adjoint === null ? '' : `∂ ${short(node.adjoint)}`),
  );
}
