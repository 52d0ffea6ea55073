/**
 * Everything about one layer of a run, beside its page: `#/runs/ID?layer=layer3`.
 *
 * @import {Layer} from '../types.js'
 */
import {aborted, command, jobs} from '../api.js';
import {Board} from '../board.js';
import {plainFrame} from '../chartFrame.js';
import {LAYER_CHARTS} from '../charts/ofLayer.js';
import {csvOf} from '../csv.js';
import {fill, h} from '../dom.js';
import {count, words} from '../format.js';
import {failure} from '../notices.js';
import {amend, parse} from '../router.js';
import {HISTOGRAMS, histogramRows, histograms} from './histograms.js';
import {WATERFALL, fallRows, waterfall} from './waterfall.js';

/** Steps that the slider of the histograms can choose from. */
const STEPS = 120;

export class LayerDrawer {
  #asking = new AbortController();
  #heading = h('h2', {tabindex: '-1', id: 'drawer-title'});
  #facts = h('p', {class: 'help'});
  #charts = h('div');
  #waterfall = plainFrame(WATERFALL, () => csvOf(fallRows(this.layers())), () => command(`/jobs/${this.id}/layers`, {}));
  #histograms = plainFrame(HISTOGRAMS, () => csvOf(histogramRows(this.#lists)), () => command(`/jobs/${this.id}/histograms`, this.#question()));
  /** @type {readonly import('../types.js').HistogramList[]} */
  #lists = [];
  #panel = histograms();
  #loading = false;
  #again = false;
  #ended = false;
  /** @type {Board | null} */
  #board = null;
  /** @type {Element | null} where the focus was before */
  #before = null;
  name = '';

  /**
   * @param {string} id of the run
   * @param {() => readonly Layer[]} layers from input to output
   */
  constructor(id, layers) {
    this.id = id;
    this.layers = layers;
    const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {() => void} */ onclick) => h('button', {type: 'button', class: 'tool', 'aria-label': label, title: label, onclick}, text);
    this.element = h(
      'aside',
      {
        class: 'drawer',
        hidden: true,
        'aria-labelledby': 'drawer-title',
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === 'Escape') this.close();
        },
      },
      h(
        'header',
        {},
        this.#heading,
        h('span', {class: 'spacer'}),
        button('↓', 'Layer below, towards the input', () => this.#move(-1)),
        button('↑', 'Layer above, towards the output', () => this.#move(1)),
        button('×', 'Close', () => this.close()),
      ),
      this.#facts,
      this.#charts,
      h('div', {class: 'charts'}, this.#waterfall.section, this.#histograms.section),
    );
  }

  /** @param {string} name of the layer */
  open(name) {
    if (this.#before === null) this.#before = document.activeElement;
    this.#forget();
    this.name = name;
    this.#asking = new AbortController();
    amend({layer: name});
    this.element.hidden = false;
    fill(this.#heading, name);
    this.#board = new Board(this.#charts, this.id, parse(location.hash).query, LAYER_CHARTS);
    this.#board.ended = this.#ended;
    this.#board.setLayers([name]);
    void this.#board.first();
    this.#panel = histograms();
    this.refresh();
    this.#heading.focus({preventScroll: true});
    this.element.scrollTo(0, 0);
  }

  /** Whether the run has ended. @param {boolean} ended */
  set ended(ended) {
    this.#ended = ended;
    if (this.#board) this.#board.ended = ended;
  }

  /** New numbers are there. */
  refresh() {
    if (this.element.hidden) return;
    const layer = this.layers().find((one) => one.name === this.name);
    fill(this.#facts, layer ? `${words(layer.type)} · ${Array.isArray(layer.shape) ? layer.shape.join(' × ') : ''} · ${count(layer.parameters)} parameters · ${words(layer.health ?? '')}` : '');
    fill(this.#waterfall.plot, waterfall(this.layers(), this.name));
    this.#board?.refresh();
    void this.#loadHistograms();
  }

  /** One question is under way at a time. */
  async #loadHistograms() {
    this.#again = this.#loading;
    if (this.#loading) return;
    this.#loading = true;
    try {
      this.#lists = await jobs.histograms(this.id, this.#question(), this.#asking.signal);
      this.#panel.show(this.#lists);
      if (!this.#panel.element.isConnected) fill(this.#histograms.plot, this.#panel.element);
    } catch (error) {
      if (!aborted(error)) fill(this.#histograms.plot, failure(error));
    }
    this.#loading = false;
    if (this.#again) void this.#loadHistograms();
  }

  #question() {
    return {layer: this.name, maxPoints: STEPS};
  }

  /** @param {number} by */
  #move(by) {
    const names = this.layers().map((layer) => layer.name);
    const next = names[names.indexOf(this.name) + by];
    if (next) this.open(next);
  }

  #forget() {
    this.#asking.abort();
    this.#board?.close();
    this.#board = null;
  }

  close() {
    this.#forget();
    this.element.hidden = true;
    amend({layer: null});
    this.#goBack();
    this.#before = null;
  }

  /** The table that the drawer was opened from may have been drawn anew, or the address opened it: the table's button of this layer then. */
  #goBack() {
    const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('th button.link'));
    const back = this.#before?.isConnected && this.#before !== document.body ? this.#before : [...buttons].find((one) => one.textContent === this.name);
    if (back instanceof HTMLElement) back.focus();
  }

  /** The page is left: the address is no longer this page's. */
  leave() {
    this.#forget();
  }
}
