import assert from 'node:assert/strict';
import test from 'node:test';
import {binned} from '../src/form/columnShape.js';
import {priorities, startTimes} from '../src/form/order.js';
import {grid} from '../src/plane/grid.js';
import {outputs, stages} from '../src/plane/units.js';

const run = (/** @type {string} */ id, /** @type {number} */ priority = 0) => ({id, priority, createdAt: `2026-01-01T00:00:0${id}Z`});

/** @param {{id: string, priority: number, createdAt: string}[]} list */
const served = (list) => [...list].sort((a, b) => b.priority - a.priority || (a.createdAt < b.createdAt ? -1 : 1)).map(({id}) => id);

test('priorities bring a queue into any order, and nothing changes where it stands already', () => {
  assert.deepEqual(priorities([run('1'), run('2'), run('3')]), []);
  assert.deepEqual(priorities([run('3'), run('1'), run('2')]), [{id: '3', priority: 1}]);
  for (const order of ['123', '132', '213', '231', '312', '321']) {
    const wanted = [...order].map((id) => run(id, id === '2' ? 1 : 0));
    const changes = new Map(priorities(wanted).map(({id, priority}) => [id, priority]));
    assert.deepEqual(served(wanted.map((one) => ({...one, priority: changes.get(one.id) ?? one.priority}))), [...order], order);
  }
});

test('a run starts when a worker becomes free, and beyond that nobody knows', () => {
  assert.deepEqual(startTimes([30, 5], 3), [5, 30, null]);
  assert.deepEqual(startTimes([null, 5], 2), [5, null]);
  assert.deepEqual(startTimes([], 1), [null]);
});

test('numbers fall into equal bins, the greatest into the last', () => {
  assert.deepEqual(binned([0, 1, 2, 3, 4, null, 'x'], 2), [2, 3]);
  assert.deepEqual(binned([7, 7], 4), [2]);
  assert.deepEqual(binned(['a'], 4), []);
});

test('cells of the plane go from the top left to the bottom right', () => {
  assert.deepEqual(grid({low: [0, 0], high: [2, 2]}, 2), [
    [0.5, 1.5],
    [1.5, 1.5],
    [0.5, 0.5],
    [1.5, 0.5],
  ]);
});

test('hidden units are computed by the forward pass, up to what is not known', () => {
  const dense = (/** @type {string} */ name, /** @type {string} */ type) => ({type: 'dense', name, activation: {type}});
  const parameters = [
    {name: 'a.weight', values: [[1, -1], [2, 0]]},
    {name: 'a.bias', values: [0, 1]},
    {name: 'b.weight', values: [[0.5, 0.5]]},
  ];
  const hidden = stages([dense('a', 'relu'), dense('b', 'tanh'), dense('output', 'softmax')], parameters);
  assert.deepEqual(outputs(hidden, [1, 3]), [[0, 3], [Math.tanh(1.5)]]);
  assert.deepEqual(stages([dense('a', 'mish'), dense('output', 'softmax')], parameters), []);
});
