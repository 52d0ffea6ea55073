/**
 * The layers of a run with their latest numbers.
 *
 * @import {Layer} from '../types.js'
 */
import {h} from '../dom.js';
import {count, number, percent, words} from '../format.js';

/** Columns of numbers: where the server may put each, and how it is written. */
const FIGURES = [
  {title: 'Gradient norm', names: ['gradientNorm'], format: number},
  {title: 'Weight norm', names: ['weightNorm'], format: number},
  {title: 'Update / weight', names: ['updateRatio'], format: number},
  {title: 'Dead', names: ['deadFraction'], format: percent},
  {title: 'Saturated', names: ['saturatedFraction'], format: percent},
];

/**
 * @param {readonly Layer[]} layers
 * @param {(name: string) => void} open shows one of them in detail
 */
export function layersTable(layers, open) {
  const figures = FIGURES.filter((figure) => layers.some((layer) => figureOf(layer, figure.names) !== undefined));
  const heads = ['Layer', 'Type', 'Shape', 'Parameters', ...figures.map((figure) => figure.title), 'Health'];
  return h(
    'section',
    {class: 'panel', 'aria-labelledby': 'layers-title'},
    h('h2', {id: 'layers-title'}, 'Layers'),
    h(
      'div',
      {class: 'scroll layers-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of layers'},
      h(
        'table',
        {class: 'figures'},
        h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))),
        h('tbody', {}, layers.map((layer) => row(layer, figures, open))),
      ),
    ),
  );
}

/**
 * @param {Layer} layer
 * @param {typeof FIGURES} figures
 * @param {(name: string) => void} open
 */
function row(layer, figures, open) {
  return h(
    'tr',
    {},
    h('th', {scope: 'row'}, h('button', {type: 'button', class: 'link', onclick: () => open(layer.name)}, layer.name)),
    h('td', {}, words(layer.type)),
    h('td', {}, shapeOf(layer.shape)),
    h('td', {class: 'number'}, count(layer.parameters)),
    figures.map((figure) => h('td', {class: 'number'}, figure.format(figureOf(layer, figure.names)))),
    h('td', {}, layer.health ? words(layer.health) : ''),
  );
}

/**
 * @param {Layer} layer
 * @param {readonly string[]} names
 * @returns {number | null | undefined}
 */
function figureOf(layer, names) {
  const all = /** @type {Record<string, any>} */ ({...layer, ...layer.norms});
  const name = names.find((one) => all[one] !== undefined);
  return name === undefined ? undefined : all[name];
}

/** @param {unknown} shape */
function shapeOf(shape) {
  return Array.isArray(shape) ? shape.join(' × ') : String(shape ?? '');
}
