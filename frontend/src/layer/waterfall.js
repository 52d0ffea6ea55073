/**
 * The way of the gradient from the output to the input: how each layer's weights and each activation's derivative change its norm.
 *
 * @import {Layer} from '../types.js'
 */
import {extent} from '../columns.js';
import {h, svg} from '../dom.js';
import {number, superscript} from '../format.js';

const ROW = 17;
const LEFT = 96;
const RIGHT = 78;
const WIDTH = 620;

export const WATERFALL = {
  id: 'layer-waterfall',
  title: 'The way of the gradient',
  help: 'From the output (top) to the input (bottom) at the latest step: each bar multiplies the norm of ∂J/∂a, W′ by the weights that it passes and by skip connections and dropout masks between the layers, f′ by the derivative of the activation. Many bars to the left are a vanishing gradient, to the right an exploding one.',
  formula: '‖∂J/∂aₖ‖ = ‖∂J/∂aₖ₊₁‖ · W′ₖ₊₁ · f′ₖ',
  wide: true,
};

/** What is drawn as rows of a table, the names first. @param {readonly Layer[]} layers */
export function fallRows(layers) {
  return [['factor', 'layer', 'before', 'after'], ...falls(layers).map((fall) => [fall.label, fall.layer, 10 ** fall.from, 10 ** fall.to])];
}

/** @typedef {{label: string, kind: 'start' | 'weight' | 'activation', from: number, to: number, layer: string}} Fall log10 of the norm before and after */

/**
 * The falls from the output to the input, each layer at its own ‖∂J/∂a‖. Between two dense layers W′ is the upper one's weight gain;
 * what else lies between them, a skip connection or a dropout mask, counts as its part, as in the server's diagnosis.
 *
 * @param {readonly Layer[]} layers from input to output
 * @returns {Fall[]}
 */
export function falls(layers) {
  const known = layers.filter((layer) => positive(layer.deltaNorm));
  const output = known.at(-1);
  if (!output) return [];
  let level = Math.log10(Number(output.deltaNorm));
  /** @type {Fall[]} */
  const out = [{label: output.name, kind: 'start', from: level, to: level, layer: output.name}];
  const fall = (/** @type {string} */ layer, /** @type {'weight' | 'activation'} */ kind, /** @type {number | null | undefined} */ gain) => {
    if (!positive(gain)) return;
    const to = level + Math.log10(Number(gain));
    out.push({label: kind === 'weight' ? `W′ of ${layer}` : `f′ of ${layer}`, kind, from: level, to, layer});
    level = to;
  };
  for (let index = known.length - 1; index > 0; index -= 1) {
    const below = /** @type {Layer} */ (known[index - 1]);
    const above = /** @type {Layer} */ (known[index]);
    const through = Number(below.deltaNorm) / Number(below.activationGain) / Number(above.deltaNorm);
    fall(above.name, 'weight', Number.isFinite(through) ? through : above.weightGain);
    fall(below.name, 'activation', below.activationGain);
  }
  return out;
}

/** @param {number | null | undefined} value */
function positive(value) {
  return value !== null && value !== undefined && value > 0;
}

/**
 * @param {readonly Layer[]} layers
 * @param {string} chosen name of the layer that is looked at
 */
export function waterfall(layers, chosen) {
  const list = falls(layers);
  const range = extent(list.flatMap(({from, to}) => [from, to]));
  if (list.length < 2 || !range) {
    return h('p', {class: 'help'}, layers.length < 2 ? 'One layer alone has no way to show.' : 'The latest step has no finite gradient to follow.');
  }
  const low = Math.floor(range[0]);
  const high = Math.max(low + 1, Math.ceil(range[1]));
  const x = (/** @type {number} */ level) => LEFT + ((WIDTH - LEFT - RIGHT) * (level - low)) / (high - low);
  const height = list.length * ROW + 24;
  const every = Math.ceil((high - low) / 8);
  const decades = Array.from({length: high - low + 1}, (_, index) => low + index).filter((decade) => (decade - low) % every === 0);
  return svg(
    'svg',
    {viewBox: `0 0 ${WIDTH} ${height}`, class: 'waterfall', role: 'img', 'aria-label': `From ‖∂J/∂a‖ = ${number(10 ** (list[0]?.from ?? 0))} at the output to ${number(10 ** (list.at(-1)?.to ?? 0))} at the input.`},
    decades.map((decade) => [
      svg('line', {x1: x(decade), x2: x(decade), y1: 0, y2: height - 20, class: 'grid-line'}),
      svg('text', {x: x(decade), y: height - 6, 'text-anchor': 'middle', class: 'quiet-text'}, `10${superscript(decade)}`),
    ]).flat(),
    list.map((fall, index) => row(fall, index, x, fall.layer === chosen)).flat(),
  );
}

/**
 * @param {Fall} fall
 * @param {number} index
 * @param {(level: number) => number} x
 * @param {boolean} chosen
 */
function row(fall, index, x, chosen) {
  const y = index * ROW;
  const [left, right] = [Math.min(x(fall.from), x(fall.to)), Math.max(x(fall.from), x(fall.to))];
  const text = fall.kind === 'start' ? number(10 ** fall.from) : `× ${number(10 ** (fall.to - fall.from))}`;
  return [
    svg('text', {x: LEFT - 8, y: y + 12, 'text-anchor': 'end', class: chosen ? 'strong-text' : 'plain-text'}, shorten(fall.label)),
    svg('rect', {x: left, width: Math.max(2, right - left), y: y + 3, height: ROW - 6, class: `fall ${fall.kind}`}),
    svg('line', {x1: x(fall.to), x2: x(fall.to), y1: y + 3, y2: y + ROW + 3, class: 'step-line'}),
    svg('text', {x: WIDTH - RIGHT + 8, y: y + 12, class: 'plain-text'}, text),
  ];
}

/** @param {string} text */
function shorten(text) {
  return text.length <= 16 ? text : `${text.slice(0, 15)}…`;
}
