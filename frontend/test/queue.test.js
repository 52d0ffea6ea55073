import assert from 'node:assert/strict';
import test from 'node:test';
import {binned} from '../src/form/columnShape.js';
import {priorities, startTimes} from '../src/form/order.js';

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

test('a run starts when a worker becomes free, and behind one that nobody can tell the length of nobody knows', () => {
  assert.deepEqual(startTimes([30, 5], [100, 20, 7]), [5, 30, 50]);
  assert.deepEqual(startTimes([30, 5], [null, null, 7]), [5, 30, null]);
  assert.deepEqual(startTimes([null, 5], [1, 2]), [5, 6]);
  assert.deepEqual(startTimes([], [1]), [null]);
});

test('numbers fall into equal bins, the greatest into the last', () => {
  assert.deepEqual(binned([0, 1, 2, 3, 4, null, 'x'], 2), [2, 3]);
  assert.deepEqual(binned([7, 7], 4), [2]);
  assert.deepEqual(binned(['a'], 4), []);
});
