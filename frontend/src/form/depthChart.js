/**
 * How the gradient of a run that is still being written would begin: a bar a layer, and in words what is wrong with it.
 *
 * @import {Estimate} from '../types.js'
 */
import {plainFrame} from '../chartFrame.js';
import {csvOf} from '../csv.js';
import {fill, h, svg} from '../dom.js';
import {number} from '../format.js';
import {bars} from './depth.js';

const WIDTH = 280;
const HEIGHT = 72;

const CHART = {
  id: 'depth',
  title: 'Gradient by depth at initialization',
  help: 'The norm of the gradient that reaches each layer at the run’s own first step, input layer left, on a scale of decades. Bars that fall towards the input tell of a gradient that vanishes, bars that rise of one that explodes.',
  formula: '‖∂J/∂aₖ‖₂ of layer k at step 1',
  wide: true,
};

export class DepthChart {
  element = h('div', {class: 'depth-panel', hidden: true});
  #unknown = h('p', {class: 'help'});
  #warnings = h('div');
  #frame;
  /** @type {NonNullable<Estimate['gradientByDepth']>} */
  #layers = [];

  /** @param {() => string} curl the question behind it */
  constructor(curl) {
    const rows = () => this.#layers.map((layer) => [layer.layer, layer.deltaNorm, layer.gradientNorm]);
    this.#frame = plainFrame(CHART, () => csvOf([['layer', 'deltaNorm', 'gradientNorm'], ...rows()]), curl);
    fill(this.element, this.#frame.section, this.#unknown, this.#warnings);
  }

  /** @param {Estimate | undefined} estimate undefined: the request is wrong, there is nothing to tell */
  show(estimate) {
    this.element.hidden = !estimate;
    if (!estimate) fill(this.#frame.plot);
    if (!estimate) return;
    const layers = estimate.gradientByDepth;
    this.#layers = layers ?? [];
    this.#frame.section.hidden = !layers;
    fill(this.#frame.plot, layers && picture(layers));
    this.#unknown.hidden = layers !== null;
    fill(this.#unknown, `Gradient at initialization not known: ${estimate.notMeasured ?? ''}`);
    fill(this.#warnings, estimate.findings.map((finding) => h('p', {class: 'depth-warning'}, h('strong', {}, 'At the start already: '), finding.explanation)));
  }
}

/** @param {NonNullable<Estimate['gradientByDepth']>} layers */
function picture(layers) {
  const {heights, low, high} = bars(layers.map((layer) => layer.deltaNorm));
  const width = WIDTH / layers.length;
  const [first, last] = [layers[0], layers.at(-1)];
  const drawn = layers.map((layer, index) => {
    const share = heights[index] ?? null;
    const tall = share === null ? HEIGHT : HEIGHT * share;
    const bar = svg('rect', {x: index * width + width * 0.1, width: width * 0.8, y: HEIGHT - tall, height: tall, class: share === null ? 'depth-none' : 'depth-bar'});
    bar.append(svg('title', {}, `${layer.layer}: ‖∂J/∂a‖ ${told(layer.deltaNorm)}, weights ${told(layer.gradientNorm)}`));
    return bar;
  });
  const label = `Norm of the gradient at each layer: ${told(first?.deltaNorm)} at ${first?.layer}, ${told(last?.deltaNorm)} at ${last?.layer}`;
  return h(
    'figure',
    {class: 'depth'},
    h('div', {class: 'depth-scale', 'aria-hidden': 'true'}, h('span', {}, power(high)), h('span', {}, power(low))),
    svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label}, drawn),
    h('figcaption', {}, h('span', {}, first?.layer ?? ''), h('span', {class: 'help'}, '‖∂J/∂a‖, input to output'), h('span', {}, last?.layer ?? '')),
  );
}

/** @param {number | null | undefined} norm */
function told(norm) {
  return norm === null || norm === undefined ? 'not finite' : number(norm, 3);
}

/** @param {number} exponent */
function power(exponent) {
  return `10${[...String(exponent)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '⁻').join('')}`;
}
