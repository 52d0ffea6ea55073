/**
 * The graph of a step with what folds it: never wider than the window, layers that are alike in one box until somebody unfolds them.
 *
 * @import {WorkedLine} from '../types.js'
 * @import {Run, Unit} from './folds.js'
 */
import {fill, h} from '../dom.js';
import {amend} from '../router.js';
import {folding, runsOf, unitsOf} from './folds.js';
import {graph, layout, roomIn} from './graph.js';

export class GraphPanel {
  #frame = h('div', {class: 'scroll graph-scroll', tabindex: '0', role: 'region', 'aria-label': 'Computational graph'});
  #folds = h('div', {class: 'presets'});
  element = h('section', {class: 'panel'}, h('h2', {}, 'Computational graph'), this.#folds, this.#frame);
  /** @type {readonly WorkedLine[]} */
  #lines = [];
  /** @type {Unit[]} */
  #units = [];
  /** @type {Run[]} */
  #runs = [];
  /** @type {Set<number>} first layers of the runs that are unfolded */
  #open;
  #at = 0;
  #room = 0;
  #resized = new ResizeObserver(() => {
    if (this.#lines.length > 0 && this.#room !== this.#frame.clientWidth) this.#draw();
  });

  /** @param {string | null} open first layers of the runs that are unfolded, as the address says */
  constructor(open) {
    this.#open = new Set((open ?? '').split(',').filter(Boolean).map(Number));
    this.#resized.observe(this.#frame);
  }

  /** @param {readonly WorkedLine[]} lines of the step */
  take(lines) {
    this.#lines = lines;
    this.#units = unitsOf(lines);
    this.#runs = runsOf(this.#units);
    this.#folds.hidden = this.#runs.length === 0;
    fill(
      this.#folds,
      this.#runs.map((run) => {
        const button = h('button', {type: 'button', class: 'quiet fold', 'aria-expanded': String(this.#open.has(run.from)), onclick: () => this.#turn(run, button)}, `Layers ${run.from} to ${run.to} are alike`);
        return button;
      }),
    );
  }

  /**
   * @param {Run} run
   * @param {HTMLElement} button
   */
  #turn({from}, button) {
    if (this.#open.has(from)) this.#open.delete(from);
    else this.#open.add(from);
    button.setAttribute('aria-expanded', String(this.#open.has(from)));
    amend({unfolded: [...this.#open].join() || null});
    this.#draw();
  }

  /** @param {number} at index of the line that has just been carried out */
  show(at) {
    this.#at = at;
    this.#draw();
  }

  #draw() {
    const {scrollTop} = this.#frame;
    this.#room = this.#frame.clientWidth;
    const folded = this.#runs.filter((run) => !this.#open.has(run.from));
    const place = layout(folding(this.#units, folded, this.#lines[this.#at]?.k ?? null), roomIn(this.#room));
    fill(this.#frame, graph(place, this.#lines, this.#at, (run) => this.#unfold(run)));
    this.#frame.scrollTop = scrollTop;
    this.#follow();
  }

  /** A click on a box that stands for a part of a run. @param {Run} part */
  #unfold(part) {
    const index = this.#runs.findIndex(({from, to}) => part.from >= from && part.to <= to);
    const [run, button] = [this.#runs[index], this.#folds.children[index]];
    if (run && button instanceof HTMLElement) this.#turn(run, button);
  }

  /** Keeps the lit node in sight within the frame. */
  #follow() {
    const node = this.#frame.querySelector('.now');
    if (!node) return;
    const [box, frame] = [node.getBoundingClientRect(), this.#frame.getBoundingClientRect()];
    if (box.bottom > frame.bottom || box.top < frame.top) this.#frame.scrollTop += box.top - frame.top - frame.height / 2;
  }

  close() {
    this.#resized.disconnect();
  }
}
