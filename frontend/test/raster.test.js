import assert from 'node:assert/strict';
import test from 'node:test';
import {css, ordered, viridis} from '../src/color.js';
import {OVERFLOW, ZERO, cellAt, decades, raster, shade, stretch} from '../src/raster.js';

/** @param {Uint8ClampedArray} pixels @param {number} width @param {number} x @param {number} y */
const pixel = (pixels, width, x, y) => [...pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 4)];

test('viridis has its published ends and clamps what lies outside', () => {
  assert.deepEqual(viridis(0), [68, 1, 84]);
  assert.deepEqual(viridis(1), [253, 231, 37]);
  assert.deepEqual(viridis(-3), viridis(0));
  assert.deepEqual(viridis(7), viridis(1));
  assert.equal(css(viridis(0)), 'rgb(68 1 84)');
});

test('viridis grows lighter at every step, so that it can be read in gray', () => {
  const light = Array.from({length: 101}, (_, i) => viridis(i / 100)).map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b);
  for (let i = 1; i < light.length; i += 1) assert.ok(Number(light[i]) > Number(light[i - 1]) - 0.51, `at ${i}`);
});

test('lines of one layer and of many have colors', () => {
  assert.match(ordered(0, 1, false), /^rgb\(/);
  assert.notEqual(ordered(0, 100, true), ordered(99, 100, true));
});

test('the scale spans whole decades, at least two, and one spike does not stretch it', () => {
  assert.deepEqual(decades([]), [-4, 0]);
  assert.deepEqual(decades([{steps: [1], values: [null]}, {steps: [1], values: [0]}]), [-4, 0]);
  assert.deepEqual(decades([{steps: [1, 2], values: [0.002, 30]}]), [-3, 2]);
  assert.deepEqual(decades([{steps: [1], values: [1]}]), [-1, 1]);
  const many = Array.from({length: 999}, () => 0.5);
  assert.deepEqual(decades([{steps: [], values: [...many, 1e30]}]), [-2, 0]);
});

test('every pixel shows the report that speaks of its step: the first one at or after it', () => {
  const rows = [{steps: [1, 2, 3, 4], values: [1e-4, 1e-2, 1e-2, 1]}];
  const pixels = raster(rows, 8, [0, 4], [-4, 0]);
  const colors = Array.from({length: 8}, (_, x) => pixel(pixels, 8, x, 0));
  const of = (/** @type {number} */ share) => [...viridis(share), 255];
  assert.deepEqual(colors, [of(0), of(0), of(0.5), of(0.5), of(0.5), of(0.5), of(1), of(1)]);
});

test('a reduced report speaks of all steps since the one before', () => {
  assert.deepEqual([1, 500, 768, 769, 1536, 1537].map((place) => cellAt([768, 1536], place)), [0, 0, 0, 1, 1, -1]);
});

test('nothing is painted before the first report and after the last one', () => {
  const pixels = raster([{steps: [10, 11], values: [1, 1]}], 30, [0, 30], [-1, 0]);
  const painted = Array.from({length: 30}, (_, x) => x).filter((x) => pixel(pixels, 30, x, 0)[3] === 255);
  assert.deepEqual(painted, [9, 10]);
  assert.equal(cellAt([], 3), -1);
  assert.equal(cellAt([7], 6.5), 0, 'a single report has a cell');
});

test('rows keep their order, a hundred of them too, and a row may be empty', () => {
  const rows = Array.from({length: 100}, (_, i) => ({steps: i === 50 ? [] : [1], values: i === 50 ? [] : [i === 0 ? 1 : 1e-4]}));
  const pixels = raster(rows, 2, [0, 1], [-4, 0]);
  assert.equal(pixels.length, 2 * 100 * 4);
  assert.deepEqual(pixel(pixels, 2, 1, 0), [...viridis(1), 255]);
  assert.deepEqual(pixel(pixels, 2, 1, 99), [...viridis(0), 255]);
  assert.equal(pixel(pixels, 2, 1, 50)[3], 0);
});

test('zero and overflow have colors of their own', () => {
  assert.deepEqual(shade(0, [-4, 0]), ZERO);
  assert.deepEqual(shade(null, [-4, 0]), OVERFLOW);
  assert.deepEqual(shade(1e-9, [-4, 0]), viridis(0));
});

test('a reduced report speaks of all steps since the one before it, else of its own', () => {
  assert.deepEqual([stretch({steps: [32, 64, 70], reduced: true}, 32), stretch({steps: [32, 64, 70], reduced: true}, 70)], [[1, 32], [65, 70]]);
  assert.deepEqual(stretch({steps: [5, 10], reduced: false}, 10), [10, 10], 'every fifth step alone is recorded');
  assert.deepEqual(stretch({steps: [32, 40, 45, 64], reduced: true, exact: [35, 50]}, 45), [45, 45], 'seen in detail');
  assert.deepEqual(stretch({steps: [0], reduced: true}, 0), [0, 0]);
});
