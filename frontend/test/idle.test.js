import assert from 'node:assert/strict';
import test from 'node:test';

import {together} from '../src/idle.js';

test('answers are shown when the last of them is there, also one that failed', async () => {
  const {all, here} = together(3, 1000);
  /** @type {string[]} */
  const shown = [];
  void all.then(() => shown.push('all'));
  const parts = [Promise.resolve('first'), Promise.reject(new Error('no')), new Promise((done) => setTimeout(done, 20, 'last'))].map((part) =>
    part.finally(here).then((value) => shown.push(value), (error) => shown.push(error.message)),
  );
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(shown, []);
  await Promise.all(parts);
  assert.equal(shown[0], 'all');
  assert.deepEqual(shown.slice(1).sort(), ['first', 'last', 'no']);
});

test('nobody waits longer than agreed for an answer that does not come', async () => {
  const {here} = together(2, 20);
  assert.equal(await Promise.resolve('one').finally(here), 'one');
});
