/**
 * The share of examples put into their class, by epoch.
 *
 * @import {Chart, ChartData} from './chart.js'
 */
import {align} from '../columns.js';
import {percent} from '../format.js';
import {token} from '../theme.js';
import {linePlot} from './plot.js';

/** @type {Chart} */
export default {
  id: 'accuracy',
  title: 'Accuracy',
  help: 'Share of examples whose most probable class is the right one, after each epoch. Only classification has one.',
  formula: 'accuracy = (1/n) Σᵢ [argmax ŷᵢ = yᵢ]',
  series: () => ['trainingAccuracy', 'validationAccuracy'],
  draw(root, data, board) {
    const plot = linePlot(
      root,
      {
        label: 'Accuracy over steps.',
        limits: (low) => [low > 0.55 ? 0.5 : 0, 1.02],
        lines: [
          {label: 'training', color: () => token('--line-training'), format: percent},
          {label: 'validation', color: () => token('--line-validation'), format: percent},
        ],
      },
      content(data),
      board,
    );
    return {update: (next) => plot.show(content(next)), move: plot.move, destroy: plot.destroy};
  },
};

/** @param {ChartData} data */
function content({series, range}) {
  const both = [series.get('trainingAccuracy'), series.get('validationAccuracy')];
  return {...align(both.map((one) => ({steps: one?.steps ?? [], values: one?.values ?? []}))), range};
}
