/**
 * How the gradient of a run that is still being written would begin: a bar a layer, and in words what is wrong with it.
 *
 * @import {Estimate} from '../types.js'
 */
import {fill, h, svg} from '../dom.js';
import {number} from '../format.js';

const WIDTH = 280;
const HEIGHT = 72;

/** Decades that are shown at least, so that a healthy gradient looks level. */
const LEAST_DECADES = 3;

/**
 * Heights of bars for norms, 0 to 1 on a scale of decades.
 *
 * @param {readonly (number | null)[]} norms
 * @returns {{heights: (number | null)[], low: number, high: number}} null: zero or not finite; log10 of both ends
 */
export function bars(norms) {
  const logs = norms.map((norm) => (norm !== null && norm > 0 ? Math.log10(norm) : null));
  const known = logs.filter((log) => log !== null);
  if (known.length === 0) return {heights: logs, low: -LEAST_DECADES, high: 0};
  const high = Math.ceil(Math.max(...known)) + 0;
  const low = Math.min(Math.floor(Math.min(...known)), high - LEAST_DECADES);
  return {heights: logs.map((log) => (log === null ? null : Math.max(0.03, (log - low) / (high - low)))), low, high};
}

/**
 * @param {HTMLElement} root
 * @param {Estimate | undefined} estimate undefined: the request is wrong, there is nothing to tell
 */
export function showDepth(root, estimate) {
  if (!estimate) {
    fill(root);
    return;
  }
  const layers = estimate.gradientByDepth;
  const warnings = estimate.findings.map((finding) => h('p', {class: 'depth-warning'}, h('strong', {}, 'At the start already: '), finding.explanation));
  fill(root, h('h3', {}, 'Gradient by depth at initialization'), layers ? picture(layers) : h('p', {class: 'help'}, `Not known: ${estimate.notMeasured ?? ''}`), warnings);
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
