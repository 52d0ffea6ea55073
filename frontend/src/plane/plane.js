/**
 * A run of two inputs as a picture of the plane: what its network says everywhere, over the data, and what each hidden unit sees. Drawn
 * anew each second while the run goes on and somebody looks.
 *
 * @import {Chart} from '../charts/chart.js'
 * @import {Job, Plane} from '../types.js'
 */
import {Problem, aborted, command, datasets, jobs} from '../api.js';
import {chartFrame, showReadings} from '../chartFrame.js';
import {css} from '../color.js';
import {csvCell} from '../csv.js';
import {fill, h, say} from '../dom.js';
import {count, number, percent} from '../format.js';
import {poll} from '../stream.js';
import {onTheme, token} from '../theme.js';
import {classShade, classToken, numberShade, range, winner} from './colors.js';
import {drawCross, drawPoints, paint} from './paint.js';
import {UnitPictures} from './units.js';

/** Pause between two looks at a run that goes on, milliseconds. */
const PACE = 1000;

/** Pixels of the picture along each side. */
const SIZE = 576;

/** What is asked of the server while a run goes on, and once it has ended. */
const LIVE = {resolution: 48, unitResolution: 20};
const LAST = {resolution: 96, unitResolution: 28};

/** Pictures of units, of all layers together: a deep network shows a few of each. */
const MOST_UNITS = 64;

const CHART = /** @type {Chart} */ ({
  id: 'plane',
  title: 'Decision boundary',
  help:
    'What the network says at every place of its two inputs: the color of the most probable class, paler where it is less certain (for a number: from dark, small, to bright, large). ' +
    'Below, the output of each hidden unit: blue is negative, orange positive.',
  formula: 'ŷ(x₁, x₂) and h_k(x₁, x₂)',
});

/**
 * Whether a run can be drawn: two columns of numbers in.
 *
 * @param {Job} job
 * @param {AbortSignal} signal
 */
export async function planar(job, signal) {
  const {id, features} = job.spec?.['dataset'] ?? {};
  if (!id || features?.length !== 2) return false;
  const {columns} = await datasets.get(id, signal);
  return columns.filter((column) => features.includes(column.name)).every((column) => column.type === 'numeric');
}

export class PlanePanel {
  element;
  #asking = new AbortController();
  #canvas = h('canvas', {width: SIZE, height: SIZE, class: 'plane', tabindex: '0', role: 'img'});
  #caption = h('p', {class: 'help plane-caption'});
  #legend = h('ul', {class: 'plane-legend'});
  #units = new UnitPictures();
  #hidden = h('div', {}, h('h3', {}, 'What each hidden unit sees'), this.#units.element);
  #frame;
  #poll;
  #leaveTheme;
  /** @type {Plane | null} */
  #plane = null;
  /** @type {Plane['points']} asked once */
  #points;
  #ended;
  #cell = -1;

  /**
   * @param {Job} job
   * @param {boolean} ended
   */
  constructor(job, ended) {
    const {id} = job;
    const layers = Math.max(1, job.spec['model']?.layers?.length ?? 1);
    this.id = id;
    this.units = Math.min(32, Math.max(4, Math.floor(MOST_UNITS / layers)));
    this.#ended = ended;
    const around = {option: () => '', choose: () => {}, csv: async () => this.#csv(), curl: () => command(`/jobs/${encodeURIComponent(id)}/plane`, {...this.#wanted()})};
    this.#frame = chartFrame(CHART, around);
    this.element = this.#frame.section;
    this.element.classList.add('wide', 'plane-chart');
    fill(this.#frame.plot, h('div', {class: 'plane-columns'}, h('div', {}, this.#canvas, this.#caption, this.#legend), this.#hidden));
    this.#listen();
    this.#leaveTheme = onTheme(() => this.#draw());
    this.#poll = poll(() => this.#ask(), () => PACE);
  }

  #wanted() {
    return {...(this.#ended ? LAST : LIVE), units: this.units};
  }

  async #ask() {
    try {
      const last = this.#ended;
      const plane = await jobs.plane(this.id, {...this.#wanted(), points: this.#points === undefined}, this.#asking.signal);
      this.#points ??= plane.points ?? [];
      this.#cell = sameplace(this.#cell, this.#plane?.resolution ?? plane.resolution, plane.resolution);
      this.#plane = {...plane, points: this.#points};
      this.#frame.empty.hidden = true;
      this.#draw();
      if (last) this.#poll.stop();
    } catch (error) {
      // What cannot be drawn now cannot be drawn later.
      if (error instanceof Problem && [404, 422].includes(error.status)) this.#poll.stop();
      if (!aborted(error) && this.#plane === null) say(this.#frame.empty, error instanceof Error ? error.message : String(error));
    }
  }

  /** The run has come to its end: one more look, the last. */
  end() {
    if (this.#ended) return;
    this.#ended = true;
    this.#poll.now();
  }

  #draw() {
    const plane = this.#plane;
    if (!plane) return;
    const {resolution, outputs, classes} = plane;
    const numbers = outputs[0] ?? [];
    const shade = numberShade(range(plane));
    paint(this.#canvas, resolution, classes ? classShade(outputs) : (cell) => shade(numbers[cell] ?? NaN));
    drawPoints(this.#canvas, plane);
    if (this.#cell >= 0) drawCross(this.#canvas, resolution, this.#cell);
    this.#canvas.setAttribute('aria-label', `What the network says of ${plane.target} over ${plane.x.name} and ${plane.y.name}, ${when(plane)}. Arrow keys read it.`);
    say(this.#caption, `${plane.x.name} from ${number(plane.x.min, 3)} to ${number(plane.x.max, 3)} goes right, ${plane.y.name} from ${number(plane.y.min, 3)} to ${number(plane.y.max, 3)} up; ${when(plane)}.`);
    this.element.dataset['step'] = String(plane.step);
    this.#showLegend(plane);
    this.#hidden.hidden = plane.layers.length === 0;
    this.#units.show(plane.layers, plane.unitResolution);
    this.#read();
  }

  /** @param {Plane} plane */
  #showLegend({classes, points}) {
    if (this.#legend.firstChild) return;
    const marks = (classes ?? []).slice(0, 7).map((name, index) => {
      const mark = h('li', {class: 'keyed'}, name);
      mark.style.setProperty('--key', `var(${classToken(index)})`);
      return mark;
    });
    const judged = points?.some((point) => point.part === 'validation');
    fill(this.#legend, marks, h('li', {}, '● to learn from'), judged && h('li', {}, '□ to judge by'));
  }

  #listen() {
    this.#canvas.addEventListener('pointermove', (event) => {
      const box = this.#canvas.getBoundingClientRect();
      const cells = this.#plane?.resolution ?? 0;
      const at = (/** @type {number} */ place, /** @type {number} */ size) => Math.min(cells - 1, Math.max(0, Math.floor((cells * place) / size)));
      this.#move(at(event.clientX - box.left, box.width), at(event.clientY - box.top, box.height));
    });
    this.#canvas.addEventListener('pointerleave', () => this.#leave());
    this.#canvas.addEventListener('blur', () => this.#leave());
    this.#canvas.addEventListener('keydown', (event) => {
      const cells = this.#plane?.resolution ?? 0;
      const at = this.#cell >= 0 ? this.#cell : Math.floor(cells / 2) * (cells + 1);
      /** @type {Record<string, [number, number]>} */
      const moves = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
      const move = moves[event.key];
      if (!move || cells === 0) return;
      event.preventDefault();
      const inside = (/** @type {number} */ place) => Math.min(cells - 1, Math.max(0, place));
      this.#move(inside((at % cells) + move[0]), inside(Math.floor(at / cells) + move[1]));
    });
  }

  /**
   * @param {number} column
   * @param {number} row from the top
   */
  #move(column, row) {
    const cells = this.#plane?.resolution ?? 0;
    const cell = row * cells + column;
    if (cells === 0 || cell === this.#cell) return;
    this.#cell = cell;
    this.#draw();
  }

  #leave() {
    this.#cell = -1;
    this.#draw();
  }

  /** The numbers under the cross. */
  #read() {
    const plane = this.#plane;
    const cell = this.#cell;
    if (!plane || cell < 0 || cell >= plane.resolution ** 2) {
      fill(this.#frame.readings);
      return;
    }
    const [x, y] = middle(plane, cell);
    const place = {label: `${plane.x.name}, ${plane.y.name}`, value: `${number(x, 3)}, ${number(y, 3)}`, color: ''};
    const values = (plane.classes ?? [plane.target]).map((name, k) => {
      const value = plane.outputs[k]?.[cell] ?? null;
      const color = plane.classes ? token(classToken(k)) : css(numberShade(range(plane))(value ?? NaN));
      return {label: name, value: value === null ? 'not finite' : plane.classes ? percent(value) : number(value, 4), color};
    });
    showReadings(this.#frame.readings, values, place);
  }

  /** @returns {Blob} */
  #csv() {
    const plane = this.#plane;
    if (!plane) throw new Error('There is no picture yet.');
    const heads = [plane.x.name, plane.y.name, ...(plane.classes ?? []), plane.target];
    const lines = (plane.outputs[0] ?? []).map((_, cell) => {
      const values = plane.outputs.map((output) => output[cell]);
      return [...middle(plane, cell), ...(plane.classes ? [...values, plane.classes[winner(plane.outputs, cell)]] : values)].map(csvCell).join(',');
    });
    return new Blob([[heads.map(csvCell).join(','), ...lines, ''].join('\n')], {type: 'text/csv'});
  }

  close() {
    this.#asking.abort();
    this.#poll.stop();
    this.#leaveTheme();
  }
}

/**
 * Where a cell lies.
 *
 * @param {Plane} plane
 * @param {number} cell
 * @returns {[number, number]}
 */
export function middle({x, y, resolution}, cell) {
  const at = (/** @type {{min: number, max: number}} */ axis, /** @type {number} */ place) => axis.min + ((place + 0.5) * (axis.max - axis.min)) / resolution;
  return [at(x, cell % resolution), at(y, resolution - 1 - Math.floor(cell / resolution))];
}

/**
 * The cell that lies where another one lay in a coarser or finer picture; -1 stays.
 *
 * @param {number} cell
 * @param {number} before cells along each side
 * @param {number} after
 */
export function sameplace(cell, before, after) {
  if (cell < 0 || before === after) return cell;
  const at = (/** @type {number} */ place) => Math.floor(((place + 0.5) * after) / before);
  return at(Math.floor(cell / before)) * after + at(cell % before);
}

/** @param {Plane} plane */
function when({source, step}) {
  if (source === 'initial') return 'before the first step';
  if (source === 'model') return 'as the model answers';
  return `after step ${count(step)}`;
}
