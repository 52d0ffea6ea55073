/**
 * The loss: each step as a ghost, its running mean as a line, and both epoch losses.
 *
 * @import {Chart, ChartData} from './chart.js'
 */
import {align, smooth} from '../columns.js';
import {token} from '../theme.js';
import {linePlot} from './plot.js';

/** Weight of the past in the running mean of the drawn points. */
const WEIGHT = 0.85;

/** @type {Chart} */
export default {
  id: 'loss',
  title: 'Loss',
  help:
    'Pale: the loss J = L + λΩ of each minibatch (where points are many, from its smallest to its largest value). Line: its running mean. ' +
    'Dots: each epoch’s training and validation loss. A validation loss that rises while the training loss falls is overfitting.',
  formula: 'J = L(ŷ, y) + λ Ω(W)',
  wide: true,
  options: [{name: 'scale', label: 'Scale', values: ['linear', 'log']}],
  series: () => ['loss', 'trainingLoss', 'validationLoss'],
  draw(root, data, board) {
    const log = board.option('loss.scale') === 'log';
    const epochs = {points: true, width: 1.5};
    const plot = linePlot(
      root,
      {
        label: 'Loss over steps.',
        log,
        height: 260,
        lines: [
          {label: 'highest', color: step, width: 1, alpha: 0.28, silent: true},
          {label: 'lowest', color: step, width: 1, alpha: 0.28, silent: true},
          {label: 'running mean of steps', color: step, width: 2},
          {label: 'training, by epoch', color: () => token('--line-training'), dashed: true, ...epochs, points: false},
          {label: 'validation, by epoch', color: () => token('--line-validation'), ...epochs},
        ],
        bands: [[0, 1]],
      },
      content(data),
      board,
    );
    return {update: (next) => plot.show(content(next)), move: plot.move, destroy: plot.destroy};
  },
};

const step = () => token('--line-step');

/** @param {ChartData} data */
function content({series, range, marks}) {
  const loss = series.get('loss');
  const steps = loss?.steps ?? [];
  const values = loss?.values ?? [];
  // The extremes of all steps behind a point, where there are several.
  const highest = loss?.reduced === false ? values : (loss?.max ?? values);
  const lowest = loss?.reduced === false ? values : (loss?.min ?? values);
  const epochs = [series.get('trainingLoss'), series.get('validationLoss')];
  const aligned = align([
    {steps, values: highest},
    {steps, values: lowest},
    {steps, values: smooth(values, WEIGHT)},
    ...epochs.map((one) => ({steps: one?.steps ?? [], values: one?.values ?? []})),
  ]);
  return {...aligned, range, marks: marks ?? []};
}
