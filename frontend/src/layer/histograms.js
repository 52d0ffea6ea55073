/**
 * Histograms of one layer at a step that a slider chooses: gradient, weights, update and activation.
 *
 * @import {HistogramList} from '../types.js'
 */
import {fill, h, say, svg} from '../dom.js';
import {count, number, plural, title} from '../format.js';

const KINDS = /** @type {const} */ (['gradient', 'weight', 'update', 'activation']);
const WIDTH = 220;
const HEIGHT = 84;

export const HISTOGRAMS = {
  id: 'layer-histograms',
  title: 'Histograms',
  help: 'How the layer’s gradients, weights, updates and activations are spread at one step; the slider chooses the step. Each kind has bins of equal width from its smallest to its largest value, and a line at zero.',
  formula: 'count of bin i = number of values in [min + i·w, min + (i+1)·w), w = (max − min) / bins',
  wide: true,
};

/** What is drawn as rows of a table, the names first. @param {readonly HistogramList[]} lists */
export function histogramRows(lists) {
  const bins = Math.max(0, ...lists.flatMap((list) => list.counts.map((counts) => counts.length)));
  const names = ['kind', 'step', 'min', 'max', ...Array.from({length: bins}, (_, bin) => `bin${bin + 1}`)];
  return [names, ...lists.flatMap((list) => list.steps.map((step, at) => [list.kind, step, list.min[at], list.max[at], ...(list.counts[at] ?? [])]))];
}

/** A panel for the histograms of one layer. */
export function histograms() {
  const none = h('p', {class: 'help'}, 'No histogram: they are taken at the first step, then every so many (monitor.histograms.every; 0 is never).');
  const label = h('output', {for: 'histogram-step'});
  const slider = h('input', {type: 'range', id: 'histogram-step', min: 0, oninput: () => draw()});
  const choice = h('div', {class: 'slider'}, h('label', {for: 'histogram-step'}, 'Step'), slider, label);
  const panes = h('div', {class: 'histograms'});
  /** @type {readonly HistogramList[]} */
  let shown = [];
  /** @type {number[]} */
  let steps = [];
  const draw = () => {
    const step = steps[Number(slider.value)] ?? 0;
    say(label, `step ${count(step)}`);
    slider.setAttribute('aria-valuetext', `step ${count(step)}`);
    fill(panes, shown.map((list) => h('figure', {class: 'histogram'}, ...figure(list, step))));
  };
  return {
    element: h('div', {}, none, choice, panes),
    /**
     * The slider stays at its step; one that stands at the newest goes on with it.
     *
     * @param {readonly HistogramList[]} lists of one layer, one a kind
     */
    show(lists) {
      const at = Number(slider.value);
      const step = at < steps.length - 1 ? (steps[at] ?? 0) : Infinity;
      shown = KINDS.flatMap((kind) => lists.find((list) => list.kind === kind && list.steps.length > 0) ?? []);
      steps = [...new Set(shown.flatMap((list) => list.steps))].sort((a, b) => a - b);
      none.hidden = steps.length > 0;
      choice.hidden = steps.length === 0;
      slider.max = String(steps.length - 1);
      slider.value = String(steps.findLastIndex((one) => one <= step));
      draw();
    },
  };
}

/**
 * The newest histogram of a kind up to a step. Where a number was not finite there was none.
 *
 * @param {HistogramList} list
 * @param {number} step
 */
function figure(list, step) {
  const at = list.steps.findLastIndex((one) => one <= step);
  if (at < 0) return [h('figcaption', {}, h('strong', {}, title(list.kind)), ' ', h('span', {class: 'help'}, 'none yet'))];
  const when = list.steps[at] === step ? '' : `, of step ${count(list.steps[at])}`;
  const counts = list.counts[at] ?? [];
  const [low, high] = [list.min[at] ?? 0, list.max[at] ?? 0];
  const total = counts.reduce((sum, one) => sum + one, 0);
  const most = Math.max(1, ...counts);
  const width = WIDTH / Math.max(1, counts.length);
  const bars = counts.map((one, bin) => svg('rect', {x: bin * width + 0.5, width: Math.max(0.5, width - 1), y: HEIGHT - (HEIGHT * one) / most, height: (HEIGHT * one) / most}));
  const zero = low < 0 && high > 0 ? (WIDTH * -low) / (high - low) : null;
  const line = zero === null ? null : svg('line', {x1: zero, x2: zero, y1: 0, y2: HEIGHT, class: 'zero'});
  const text = `${title(list.kind)}: ${plural(total, 'value')} from ${number(low)} to ${number(high)}${when}`;
  return [
    h('figcaption', {}, h('strong', {}, title(list.kind)), ' ', h('span', {class: 'help'}, plural(total, 'value') + when)),
    svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: `bars-${list.kind}`, role: 'img', 'aria-label': text, preserveAspectRatio: 'none'}, bars, line),
    h('p', {class: 'ends'}, h('span', {}, number(low)), h('span', {}, number(high))),
  ];
}
