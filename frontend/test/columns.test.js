import assert from 'node:assert/strict';
import test from 'node:test';
import {airy, align, decadeTicks, extent, firstFrom, isolated, last, layersWith, log10, nearest, smooth, smoothLog, stepRange, union, wholeSteps} from '../src/columns.js';
import {beyond} from '../src/zoomBar.js';

test('series with different steps share one list of steps, and what was not reported is not a gap', () => {
  const {x, columns} = align([
    {steps: [1, 2, 3, 4], values: [10, null, 30, 40]},
    {steps: [2, 4, 6], values: [0.2, 0.4, 0.6]},
  ]);
  assert.deepEqual(x, [1, 2, 3, 4, 6]);
  assert.deepEqual(columns[0], [10, null, 30, 40, undefined]);
  assert.deepEqual(columns[1], [undefined, 0.2, undefined, 0.4, 0.6]);
});

test('steps of several lists are one rising list', () => {
  assert.deepEqual(union([[1, 3], [1, 3], [2, 3, 4], [1, 3]]), [1, 2, 3, 4]);
  const steps = [1, 2];
  const all = union([steps, [1, 2]]);
  assert.deepEqual(all, [1, 2]);
  assert.notEqual(all, steps, 'a list of its own');
  assert.deepEqual(union([]), []);
});

test('nothing aligns to nothing', () => {
  assert.deepEqual(align([]), {x: [], columns: []});
  assert.deepEqual(align([{steps: [], values: []}]), {x: [], columns: [[]]});
});

test('the running mean starts at the first value, keeps constants, and keeps gaps', () => {
  assert.deepEqual(smooth([5, 5, 5], 0.9).map((value) => Number(value?.toFixed(12))), [5, 5, 5]);
  assert.deepEqual(smooth([1, null, 3, undefined], 0), [1, null, 3, undefined]);
  const [first, gap, third] = smooth([1, null, 3], 0.5);
  assert.equal(first, 1);
  assert.equal(gap, null);
  // weights 0.25 and 0.5, normalized: (0.25 * 1 + 0.5 * 3) / 0.75
  assert.ok(Math.abs(Number(third) - 7 / 3) < 1e-12);
});

test('zero and negative numbers have no logarithm', () => {
  assert.deepEqual(log10([100, 0, -1, null, undefined, 0.01]), [2, null, null, null, undefined, -2]);
});

test('extent, last and nearest skip what is not there', () => {
  assert.equal(extent([null, undefined, NaN]), null);
  assert.deepEqual(extent([null, 3, -1, undefined, Infinity]), [-1, 3]);
  assert.equal(last([1, 2, null, undefined]), 2);
  assert.equal(last([]), null);
  assert.equal(nearest([1, undefined, undefined, 4], 2), 3);
  assert.equal(nearest([1, undefined, undefined, 4], 1), 0);
  assert.equal(nearest([1, null, 3], 1), 1, 'a gap is an answer');
  assert.equal(nearest([undefined, undefined], 0), null);
});

test('a number that no line reaches stands alone', () => {
  assert.deepEqual(isolated([5]), [0]);
  assert.deepEqual(isolated([undefined, 5, undefined]), [1]);
  assert.deepEqual(isolated([1, 2, null, 3, null, 4, undefined, 5]), [3]);
  assert.deepEqual(isolated([1, undefined, 2]), []);
  assert.deepEqual(isolated([1, undefined, 1]), []);
  assert.deepEqual(isolated([null, undefined]), []);
});

test('the first step at or after a place', () => {
  const steps = [10, 20, 30];
  assert.deepEqual([5, 10, 10.5, 20, 29, 30, 99].map((place) => firstFrom(steps, place)), [0, 0, 1, 1, 2, 2, 3]);
  assert.equal(firstFrom([], 3), 0);
});

test('the step range is the zoom, or what was reported with the steps before the first report, and never empty', () => {
  assert.deepEqual(stepRange([[1, 2, 9], [], [4, 12]], null), [0, 12]);
  assert.deepEqual(stepRange([[768, 1536, 2000]], null), [0, 2000]);
  assert.deepEqual(stepRange([[501, 502]], null), [500, 502]);
  assert.deepEqual(stepRange([[1, 2, 9]], [3, 5]), [3, 5]);
  assert.deepEqual(stepRange([[7]], null), [6, 7]);
  assert.deepEqual(stepRange([[]], null), [0, 1]);
});

test('a zoom is the whole steps around it, at least one wide', () => {
  assert.deepEqual(wholeSteps([2.4, 7.1]), [2, 8]);
  assert.deepEqual(wholeSteps([5, 5]), [5, 6]);
  assert.deepEqual(wholeSteps([-3, 0.2]), [0, 1]);
});

test('a linear axis has air around its values but does not fall below zero for nothing', () => {
  assert.deepEqual(airy(null), [0, 1]);
  const [low, high] = airy([0.01, 1]);
  assert.equal(low, 0);
  assert.ok(high > 1 && high < 1.1);
  const flat = airy([5, 5]);
  assert.ok(flat[0] < 5 && flat[1] > 5);
  assert.ok(airy([-2, 2])[0] < -2);
});

test('ticks of a logarithmic axis lie on decades, with parts between where there are few', () => {
  assert.deepEqual(decadeTicks(-4, 0), [-4, -3, -2, -1, 0]);
  assert.deepEqual(decadeTicks(-12, 0, 4), [-12, -9, -6, -3, 0]);
  const few = decadeTicks(-1, 0.2).map((tick) => Number((10 ** tick).toPrecision(3)));
  assert.deepEqual(few, [0.1, 0.2, 0.3, 0.5, 0.7, 1]);
  assert.ok(decadeTicks(-0.02, 0.05).length >= 1);
});

test('layers keep the order of the network, and those without a gradient are left out', () => {
  const series = new Map([
    ['gradientNorm.b', {name: 'gradientNorm.b', steps: [], values: []}],
    ['gradientNorm.a', {name: 'gradientNorm.a', steps: [], values: []}],
  ]);
  assert.deepEqual(layersWith('gradientNorm', ['a', 'dropout1', 'b'], series), ['a', 'b']);
});

test('a running geometric mean is the running mean of the logarithms; a zero stays zero', () => {
  const [first, second, ...rest] = smoothLog([1, 100, 0, null, undefined], 0.5);
  assert.equal(first, 1);
  assert.ok(Math.abs(Number(second) - 10 ** (4 / 3)) < 1e-12);
  assert.deepEqual(rest, [0, null, undefined]);
});

test('a zoom lies beyond a run that ends before it', () => {
  assert.ok(beyond([5000, 6000], [{steps: [1, 3000]}, {steps: []}]));
  assert.ok(!beyond([2000, 6000], [{steps: [1, 3000]}, {steps: []}]));
  assert.ok(!beyond([5000, 6000], []), 'nothing is known yet');
});
