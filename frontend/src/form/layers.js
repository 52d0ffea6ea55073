/**
 * The editor of a network's hidden layers: a list from input to output that can grow, shrink and be put in another order.
 *
 * @import {Catalog} from '../types.js'
 */
import {h, fill, icon} from '../dom.js';
import {words} from '../format.js';
import {formula, recordFields} from './controls.js';
import {expand, memberOf, shorten} from './draft.js';

const UP = 'M8 3 3.5 7.5M8 3l4.5 4.5M8 3v10';
const DOWN = 'M8 13 3.5 8.5M8 13l4.5-4.5M8 13V3';
const REMOVE = 'M4 4l8 8M12 4l-8 8';

/** How many fields of a layer are seen at once; the others wait under "more". */
const FIRST = 2;

/**
 * @param {Catalog} catalog
 * @param {string} pointer e.g. /model/layers
 * @param {unknown[]} value short or long forms
 * @param {(layers: unknown[]) => void} onChange
 * @returns {HTMLElement}
 */
export function layersEditor(catalog, pointer, value, onChange) {
  /** @type {Record<string, any>[]} */
  let layers = value.map((layer) => expand(catalog, 'layer', layer) ?? {type: 'dense'});
  const list = h('ol', {class: 'layers', 'aria-label': 'Hidden layers, from input to output'});
  const tell = () => onChange(layers.map((layer) => shorten(catalog, 'layer', layer)));

  /** @param {Record<string, any>[]} next */
  const replace = (next) => {
    layers = next;
    draw();
    tell();
  };
  const draw = () => {
    fill(list, layers.map((layer, index) => row(layer, index)));
    if (layers.length === 0) fill(list, h('li', {class: 'help'}, 'No hidden layer: linear or softmax regression.'));
  };

  /**
   * @param {Record<string, any>} layer
   * @param {number} index
   */
  const row = (layer, index) => {
    const member = memberOf(catalog, 'layer', layer['type']);
    const place = `${pointer}/${index}`;
    const controls = recordFields(catalog, member?.fields ?? [], place, layer, (next) => {
      layers[index] = next;
      tell();
    });
    return h(
      'li',
      {class: 'layer', 'data-pointer': place},
      h('div', {class: 'layer-head'}, kind(layer, index), h('div', {class: 'layer-main'}, controls.slice(0, FIRST)), tools(index)),
      controls.length > FIRST && h('details', {}, h('summary', {}, 'More settings'), h('p', {class: 'help'}, formula(member?.formula), ' ', member?.help), h('div', {class: 'grid'}, controls.slice(FIRST))),
      h('p', {class: 'fault', role: 'alert'}),
    );
  };

  /**
   * @param {Record<string, any>} layer
   * @param {number} index
   */
  const kind = (layer, index) => {
    const names = (catalog.families['layer']?.members ?? []).map((member) => member.name);
    const select = h(
      'select',
      {
        'aria-label': `Type of layer ${index + 1}`,
        onchange: () => replace(layers.map((old, at) => (at === index ? fresh(catalog, select.value) : old))),
      },
      names.map((name) => h('option', {value: name, selected: name === layer['type']}, words(name))),
    );
    return select;
  };

  /** @param {number} index */
  const tools = (index) =>
    h(
      'span',
      {class: 'tools'},
      tool(UP, `Move layer ${index + 1} towards the input`, index === 0, () => replace(moved(layers, index, index - 1))),
      tool(DOWN, `Move layer ${index + 1} towards the output`, index === layers.length - 1, () => replace(moved(layers, index, index + 1))),
      tool(REMOVE, `Remove layer ${index + 1}`, false, () => replace(layers.filter((_, at) => at !== index))),
    );

  draw();
  return h(
    'div',
    {class: 'layers-editor', 'data-pointer': pointer},
    list,
    h('button', {type: 'button', class: 'quiet', onclick: () => replace([...layers, layers.at(-1) ?? fresh(catalog, 'dense')])}, 'Add layer'),
    h('p', {class: 'fault', role: 'alert'}),
  );
}

/**
 * @param {string} path
 * @param {string} label
 * @param {boolean} disabled
 * @param {() => void} onclick
 */
function tool(path, label, disabled, onclick) {
  return h('button', {type: 'button', class: 'tool', 'aria-label': label, title: label, disabled, onclick}, icon(path));
}

/**
 * A layer of this type that can be trained as it is.
 *
 * @param {Catalog} catalog
 * @param {string} type
 * @returns {Record<string, any>}
 */
function fresh(catalog, type) {
  const known = new Set((memberOf(catalog, 'layer', type)?.fields ?? []).filter((field) => field.required).map((field) => field.name));
  /** @type {Record<string, any>} */
  const start = {units: 16, rate: 0.2};
  const out = {type, ...Object.fromEntries(Object.entries(start).filter(([name]) => known.has(name)))};
  return type === 'dense' ? {...out, activation: 'tanh'} : out;
}

/**
 * A list with one item at another place.
 *
 * @template T
 * @param {readonly T[]} list
 * @param {number} from
 * @param {number} to
 */
export function moved(list, from, to) {
  const out = [...list];
  out.splice(to, 0, ...out.splice(from, 1));
  return out;
}
