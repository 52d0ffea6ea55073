/**
 * One layer: the shares of its units that are dead or saturated.
 *
 * @import {Chart, ChartData} from './chart.js'
 */
import {align} from '../columns.js';
import {percent} from '../format.js';
import {token} from '../theme.js';
import {linePlot} from './plot.js';

/** @type {Chart} */
export default {
  id: 'layer-shares',
  title: 'Dead and saturated units',
  help: 'Dead: units whose derivative was 0 for every example of the batch, as a rectifier has it below zero, so no gradient passes them. Saturated: outputs so near the end of their range that the derivative is next to nothing.',
  formula: 'dead = share of units with f′(a) = 0 for all examples',
  wide: true,
  series: (layers) => layers.flatMap((layer) => [`deadFraction.${layer}`, `saturatedFraction.${layer}`]),
  draw(root, data, board) {
    const lines = [
      {label: 'dead', color: () => token('--run-2'), format: percent},
      {label: 'saturated', color: () => token('--run-4'), dashed: true, format: percent},
    ];
    const plot = linePlot(root, {label: 'Dead and saturated units over steps.', height: 160, limits: () => [-0.02, 1.02], lines}, content(data), board);
    return {update: (next) => plot.show(content(next)), move: plot.move, destroy: plot.destroy};
  },
};

/** @param {ChartData} data */
function content({series, layers, range}) {
  const both = ['deadFraction', 'saturatedFraction'].map((kind) => series.get(`${kind}.${layers[0] ?? ''}`));
  return {...align(both.map((one) => ({steps: one?.steps ?? [], values: one?.values ?? []}))), range};
}
