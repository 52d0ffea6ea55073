/**
 * Runs that show something within a minute. Each is a whole request.
 *
 * @import {JobSpec} from './types.js'
 */

/** @param {number} times @param {string} layer */
const stack = (times, layer) => Array.from({length: times}, () => layer);

/** @typedef {{id: string, title: string, text: string, spec: JobSpec}} Example */

/** @type {readonly Example[]} */
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
    text: 'As deep, with elu and adam: the gradient reaches every layer and the spiral is learned.',
    spec: {
      name: 'cured with elu',
      tags: ['example'],
      dataset: {generator: {type: 'spiral', rows: 400, noise: 0.02, seed: 7}},
      model: {layers: stack(8, 'dense:16:elu')},
      training: {optimizer: {type: 'adam', learningRate: 0.001}, epochs: 300, seed: 1},
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
  {
    id: 'dead',
    title: 'Dead rectifiers',
    text: 'A learning rate far too large pushes rectifiers below zero for every example: no gradient passes them ever again.',
    spec: {
      name: 'dead relu',
      tags: ['example'],
      dataset: {generator: {type: 'moons', rows: 400, noise: 0.15, seed: 7}},
      model: {layers: stack(2, 'dense:32:relu')},
      training: {optimizer: {type: 'momentum', learningRate: 1.5}, epochs: 40, seed: 1},
      monitor: {activations: {every: 1}},
    },
  },
];

/** @param {string | Record<string, any>} optimizer @param {string} name @returns {JobSpec} */
const racer = (optimizer, name) => ({
  name: `race: ${name}`,
  tags: ['race'],
  dataset: {generator: {type: 'spiral', rows: 400, noise: 0.02, seed: 7}},
  model: {layers: stack(3, 'dense:24:tanh')},
  training: {optimizer, epochs: 150, seed: 1},
});

/** The same network and data under several optimizers. */
export const RACE = [
  racer({type: 'sgd', learningRate: 0.1}, 'sgd'),
  racer({type: 'momentum', learningRate: 0.05}, 'momentum'),
  racer({type: 'nesterov', learningRate: 0.05}, 'nesterov'),
  racer({type: 'adam', learningRate: 0.005}, 'adam'),
];

/** Experiments that are no training run: an answer of the server, drawn. */
export const LECTURES = [
  {id: 'least-squares', title: 'Analytic against SGD', text: 'Linear regression in closed form and by stochastic gradient descent: the same weights, and what each costs as the data grows.'},
  {id: 'epoch-gd', title: 'EPOCH-GD and its bound', text: 'Epochs twice as long with half the rate (Hazan and Kale 2014): the gap to the minimum falls like 1/T, below what the theorem promises.'},
];
