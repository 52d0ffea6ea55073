/**
 * The gradient norm of each layer as a line: the numbers behind the river.
 *
 * @import {Chart, ChartData} from './chart.js'
 */
import {align, layersWith, log10} from '../columns.js';
import {ordered} from '../color.js';
import {number} from '../format.js';
import {dark} from '../theme.js';
import {linePlot} from './plot.js';

/** @type {Chart} */
export default {
  id: 'norms',
  title: 'Gradient norm of each layer',
  help:
    'The Euclidean norm of ∂J/∂(W, b) of every layer at each step, on a logarithmic scale. Dark to light: from the input to the output. ' +
    'Lines that fan out downwards towards the input are a vanishing gradient, upwards an exploding one.',
  series: (layers) => layers.map((layer) => `gradientNorm.${layer}`),
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
      destroy: () => plot.destroy(),
    };
  },
};

/**
 * @param {HTMLElement} root
 * @param {string[]} layers
 * @param {ChartData} data
 * @param {import('./chart.js').Board} board
 */
function build(root, layers, data, board) {
  const lines = layers.map((layer, index) => ({
    label: layer,
    color: () => ordered(index, layers.length, dark()),
    width: layers.length > 12 ? 1 : 1.5,
    format: (/** @type {number} */ value) => number(10 ** value),
  }));
  return linePlot(root, {label: 'Gradient norm of each layer over steps.', log: true, lines}, content(data, layers), board);
}

/**
 * @param {ChartData} data
 * @param {string[]} layers
 */
function content({series, range}, layers) {
  const {x, columns} = align(
    layers.map((layer) => {
      const one = series.get(`gradientNorm.${layer}`);
      return {steps: one?.steps ?? [], values: one?.values ?? []};
    }),
  );
  return {x, columns: columns.map(log10), range};
}
