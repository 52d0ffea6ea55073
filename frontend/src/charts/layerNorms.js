/**
 * One layer: the norms of its gradient, of what flows through it, and of its weights.
 *
 * @import {Chart, ChartData} from './chart.js'
 */
import {align} from '../columns.js';
import {token} from '../theme.js';
import {linePlot} from './plot.js';

/** Kinds of series, their names and their colors. */
const KINDS = /** @type {const} */ ([
  ['gradientNorm', 'gradient', '--run-1'],
  ['deltaNorm', '∂J/∂a', '--run-2'],
  ['weightNorm', 'weights', '--run-3'],
]);

/** @type {Chart} */
export default {
  id: 'layer-norms',
  title: 'Norms of the layer',
  help: 'How large the gradient of the layer’s parameters, the gradient that flows through it and its weights are, on one logarithmic scale. A gradient far below its neighbors’ means the layer hardly learns.',
  formula: '‖∂J/∂(W, b)‖₂, ‖∂J/∂a‖₂, ‖(W, b)‖₂',
  wide: true,
  series: (layers) => layers.flatMap((layer) => KINDS.map(([kind]) => `${kind}.${layer}`)),
  reduce: 'max',
  draw(root, data, board) {
    const lines = KINDS.map(([, label, color]) => ({label, color: () => token(color), width: 1.25}));
    const plot = linePlot(root, {label: 'Norms of the layer over steps.', log: true, height: 200, lines}, content(data), board);
    return {update: (next) => plot.show(content(next)), move: plot.move, destroy: plot.destroy};
  },
};

/** @param {ChartData} data */
function content({series, layers, range}) {
  const norms = KINDS.map(([kind]) => {
    const one = series.get(`${kind}.${layers[0] ?? ''}`);
    return {steps: one?.steps ?? [], values: one?.values ?? []};
  });
  return {...align(norms), range};
}
