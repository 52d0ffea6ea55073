/**
 * What each hidden unit sees: a small picture each, repainted in place while a run goes on.
 *
 * @import {PlaneLayer} from '../types.js'
 */
import {signed} from '../color.js';
import {fill, h} from '../dom.js';
import {count, number} from '../format.js';
import {dark} from '../theme.js';
import {ends} from './colors.js';
import {paint} from './paint.js';

/** Pixels of a picture along each side. */
const SIZE = 84;

export class UnitPictures {
  element = h('div', {class: 'unit-layers', role: 'group', 'aria-label': 'Hidden units', tabindex: '0'});
  #shape = '';
  /** @type {HTMLCanvasElement[][]} by layer */
  #pictures = [];

  /**
   * @param {readonly PlaneLayer[]} layers
   * @param {number} cells along each side
   */
  show(layers, cells) {
    const shape = layers.map(({name, units, activations}) => `${name} ${units} ${activations.length}`).join('\n');
    if (shape !== this.#shape) this.#build(layers);
    this.#shape = shape;
    const night = dark();
    layers.forEach(({name, activations}, layer) =>
      activations.forEach((values, unit) => {
        const canvas = this.#pictures[layer]?.[unit];
        const [low, high] = ends(values);
        const most = Math.max(Math.abs(low), Math.abs(high), 1e-12);
        if (!canvas) return;
        paint(canvas, cells, (cell) => signed((values[cell] ?? 0) / most, night));
        canvas.title = `Unit ${unit + 1} of ${name}: ${number(low, 3)} to ${number(high, 3)}`;
      }),
    );
  }

  /** @param {readonly PlaneLayer[]} layers */
  #build(layers) {
    this.#pictures = layers.map(({name, activations}) =>
      activations.map((_, unit) => h('canvas', {width: SIZE, height: SIZE, class: 'unit', role: 'img', 'aria-label': `What unit ${unit + 1} of ${name} sees`})),
    );
    fill(
      this.element,
      layers.map(({name, units, activations}, layer) =>
        h(
          'div',
          {class: 'units'},
          h('span', {class: 'help'}, name),
          h('div', {class: 'unit-pictures'}, this.#pictures[layer] ?? [], units > activations.length && h('span', {class: 'help'}, `and ${count(units - activations.length)} more`)),
        ),
      ),
    );
  }
}
