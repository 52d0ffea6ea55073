/**
 * The place on a run's page where a layer is drawn. What draws it comes when somebody first opens one.
 *
 * @import {LayerDrawer} from './drawer.js'
 * @import {Layer} from '../types.js'
 */
import {fill, h} from '../dom.js';

export class DrawerPlace {
  element = h('div');
  /** @type {LayerDrawer | null} */
  #drawer = null;
  #left = false;
  #ended = false;

  /**
   * @param {string} id of the run
   * @param {() => readonly Layer[]} layers from input to output
   * @param {(error: unknown) => void} onTrouble
   */
  constructor(id, layers, onTrouble) {
    this.id = id;
    this.layers = layers;
    this.onTrouble = onTrouble;
  }

  /** @param {string} name of the layer */
  async open(name) {
    try {
      const {LayerDrawer} = await import('./drawer.js');
      if (this.#left) return;
      if (!this.#drawer) {
        this.#drawer = new LayerDrawer(this.id, this.layers);
        this.#drawer.ended = this.#ended;
        fill(this.element, this.#drawer.element);
      }
      this.#drawer.open(name);
    } catch (error) {
      this.onTrouble(error);
    }
  }

  /** Whether the run has ended. @param {boolean} ended */
  set ended(ended) {
    this.#ended = ended;
    if (this.#drawer) this.#drawer.ended = ended;
  }

  /** New numbers are there. */
  refresh() {
    this.#drawer?.refresh();
  }

  /** The page is left: the address is no longer this page's. */
  leave() {
    this.#left = true;
    this.#drawer?.leave();
  }
}
