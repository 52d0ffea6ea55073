/**
 * The gradient norm of each layer as a line: the numbers behind the river.
 *
 * @import {Board, Chart, ChartData} from './chart.js'
 */
import {align, layersWith, smoothLog} from '../columns.js';
import {ordered} from '../color.js';
import {dark} from '../theme.js';
import {linePlot} from './plot.js';

/** Weight of the past in the running mean of the drawn points. */
const WEIGHT = 0.85;

/** From so many layers on, only running means are drawn. */
const MOST_GHOSTS = 10;

/** @type {Chart} */
export default {
  id: 'norms',
  title: 'Gradient norm of each layer',
  help:
    'The Euclidean norm of ∂J/∂(W, b) of every layer at each step, on a logarithmic scale: pale as it is, and its running geometric mean. ' +
    'Colors go from the input (dark) to the output (light). Lines that fan out downwards towards the input are a vanishing gradient, upwards an exploding one.',
  formula: '‖∂J/∂(W, b)‖₂ of layer k at step t',
  series: (layers) => layers.map((layer) => `gradientNorm.${layer}`),
  ask: ['gradientNorm.*'],
  reduce: 'max',
  draw(root, data, board) {
    let layers = layersWith('gradientNorm', data.layers, data.series);
    let plot = build(root, layers, data, board);
    return {
      update(next) {
        const now = layersWith('gradientNorm', next.layers, next.series);
        if (now.join('\n') === layers.join('\n')) {
          plot.show(content(next, layers));
          return;
        }
        plot.destroy();
        layers = now;
        plot = build(root, layers, next, board);
      },
      move: (range) => plot.move(range),
      destroy: () => plot.destroy(),
    };
  },
};

/**
 * Two lines a layer: the numbers themselves, pale (not drawn where there are many layers, but read), and their running mean.
 *
 * @param {HTMLElement} root
 * @param {string[]} layers
 * @param {ChartData} data
 * @param {Board} board
 */
function build(root, layers, data, board) {
  const many = layers.length > MOST_GHOSTS;
  const color = (/** @type {number} */ index) => () => ordered(index, layers.length, dark());
  const lines = [
    ...layers.map((layer, index) => ({
      label: layer,
      color: color(index),
      width: 1,
      alpha: 0.25,
      hidden: many,
    })),
    ...layers.map((layer, index) => ({label: `mean of ${layer}`, color: color(index), width: many ? 1 : 1.75, silent: true})),
  ];
  return linePlot(root, {label: 'Gradient norm of each layer over steps.', log: true, lines}, content(data, layers), board);
}

/**
 * @param {ChartData} data
 * @param {string[]} layers
 */
function content({series, range}, layers) {
  const norms = layers.map((layer) => {
    const one = series.get(`gradientNorm.${layer}`);
    return {steps: one?.steps ?? [], values: one?.values ?? []};
  });
  const means = norms.map(({steps, values}) => ({steps, values: smoothLog(values, WEIGHT)}));
  return {...align([...norms, ...means]), range};
}
