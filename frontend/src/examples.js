/**
 * Runs that show something within a minute. Each is a whole request.
 *
 * @import {JobSpec} from './types.js'
 */

/** @param {number} times @param {string} layer */
const stack = (times, layer) => Array.from({length: times}, () => layer);

/** @type {readonly {id: string, title: string, text: string, spec: JobSpec}[]} */
export const EXAMPLES = [
  {
    id: 'iris',
    title: 'Learn iris',
    text: 'Three kinds of flowers, two layers of tanh. A healthy run: loss and gradients fall together.',
    spec: {
      name: 'iris',
      tags: ['example'],
      dataset: {generator: {type: 'iris'}},
      model: {layers: ['dense:16:tanh', 'dense:8:tanh']},
      training: {optimizer: 'adam', epochs: 200, batchSize: 16, seed: 1},
    },
  },
  {
    id: 'vanishing',
    title: 'A vanishing gradient',
    text: 'Eight layers of sigmoid on the spiral. Watch the river go dark towards the input.',
    spec: {
      name: 'vanishing sigmoid',
      tags: ['example'],
      dataset: {generator: {type: 'spiral', rows: 400, noise: 0.02, seed: 7}},
      model: {layers: stack(8, 'dense:16:sigmoid')},
      training: {optimizer: {type: 'momentum', learningRate: 0.1}, epochs: 300, seed: 1},
    },
  },
  {
    id: 'cured',
    title: 'The same, cured',
    text: 'As deep, with tanh and adam: the gradient reaches every layer and the spiral is learned.',
    spec: {
      name: 'cured with tanh',
      tags: ['example'],
      dataset: {generator: {type: 'spiral', rows: 400, noise: 0.02, seed: 7}},
      model: {layers: stack(8, 'dense:16:tanh')},
      training: {optimizer: {type: 'adam', learningRate: 0.003}, epochs: 300, seed: 1},
    },
  },
  {
    id: 'exploding',
    title: 'An exploding gradient',
    text: 'Sixteen layers of tanh with weights drawn too large: the gradient grows on its way back, layer by layer.',
    spec: {
      name: 'exploding tanh',
      tags: ['example'],
      dataset: {generator: {type: 'moons', rows: 400, noise: 0.15, seed: 7}},
      model: {
        layers: stack(16, 'dense').map((type) => ({
          type,
          units: 48,
          activation: 'tanh',
          initializer: {type: 'random_normal', deviation: 0.5},
        })),
      },
      training: {optimizer: {type: 'sgd', learningRate: 0.003}, epochs: 100, seed: 1},
    },
  },
];
