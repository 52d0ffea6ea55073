import assert from 'node:assert/strict';
import test from 'node:test';

import {finer} from '../src/compare/curves.js';
import {within} from '../src/glide.js';

test('a range that is moved stays between what there is, as wide as it was', () => {
  assert.deepEqual(within([-10, 20], [0, 100], 2), [0, 30]);
  assert.deepEqual(within([90, 120], [0, 100], 2), [70, 100]);
  assert.deepEqual(within([-50, 500], [0, 100], 2), [0, 100]);
  assert.deepEqual(within([-1.5, 0.5], [-1, 3], 0.1), [-1, 1]);
});

test('a range is never narrower than may be, and keeps its middle', () => {
  assert.deepEqual(within([50, 50], [0, 100], 2), [49, 51]);
  assert.deepEqual(within([0, 0], [0, 100], 2), [0, 2]);
});

test('what lies around a part that is known better stays', () => {
  const series = {name: 'loss', unit: '', layer: null, nonFinite: []};
  const whole = {...series, steps: [0, 10, 20, 30], values: [4, 3, 2, 1], min: [4, 3, 2, 1], max: [5, 4, 3, 2]};
  const part = {...series, steps: [9, 11, 13], values: [3.1, 2.9, 2.8]};
  const {steps, values, min, max} = finer(whole, part);
  assert.deepEqual(steps, [0, 9, 11, 13, 20, 30]);
  assert.deepEqual(values, [4, 3.1, 2.9, 2.8, 2, 1]);
  assert.deepEqual(min, [4, 3.1, 2.9, 2.8, 2, 1]);
  assert.deepEqual(max, [5, 3.1, 2.9, 2.8, 3, 2]);
  assert.equal(finer(undefined, part), part);
  assert.equal(finer(whole, {...series, steps: [], values: []}).steps.length, 0);
});
