/**
 * One layer: how much an update moves its weights, beside the band where that is usually healthy.
 *
 * @import {Chart, ChartData} from './chart.js'
 */
import {smoothLog} from '../columns.js';
import {token} from '../theme.js';
import {linePlot} from './plot.js';

/** Weight of the past in the running mean of the drawn points. */
const WEIGHT = 0.85;

/** @type {Chart} */
export default {
  id: 'layer-ratio',
  title: 'Update ratio',
  help: 'The length of each update as a share of the length of the weights. The band around one thousandth is where training usually is neither timid nor wild.',
  formula: '‖Δ(W, b)‖₂ / ‖(W, b)‖₂, band 3·10⁻⁴ to 3·10⁻³',
  wide: true,
  series: (layers) => layers.map((layer) => `updateRatio.${layer}`),
  draw(root, data, board) {
    const color = () => token('--line-step');
    const lines = [
      {label: 'ratio', color, width: 1, alpha: 0.3},
      {label: 'running mean', color, width: 1.75},
    ];
    const shape = {
      label: 'Update ratio over steps.',
      log: true,
      height: 180,
      lines,
      zones: /** @type {[number, number, string][]} */ ([[-3.5, -2.5, '--zone']]),
      limits: (/** @type {number} */ low, /** @type {number} */ high) => /** @type {[number, number]} */ ([Math.min(low - 0.2, -4), Math.max(high + 0.2, -2)]),
    };
    const plot = linePlot(root, shape, content(data), board);
    return {update: (next) => plot.show(content(next)), move: plot.move, destroy: plot.destroy};
  },
};

/** @param {ChartData} data */
function content({series, layers, range}) {
  const one = series.get(`updateRatio.${layers[0] ?? ''}`);
  const values = one?.values ?? [];
  return {x: [...(one?.steps ?? [])], columns: [values, smoothLog(values, WEIGHT)], range};
}
