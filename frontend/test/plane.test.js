import assert from 'node:assert/strict';
import test from 'node:test';

// Colors follow the page's theme; without a page there is a light one.
Object.assign(globalThis, {matchMedia: () => ({matches: false, addEventListener() {}})});
const {ends, mixed, range, rgb, winner} = await import('../src/plane/colors.js');
const {middle, sameplace} = await import('../src/plane/plane.js');

test('cells of the plane go from the top left to the bottom right, in the units of the columns', () => {
  const plane = /** @type {any} */ ({x: {min: 0, max: 2}, y: {min: 10, max: 30}, resolution: 2});
  assert.deepEqual([0, 1, 2, 3].map((cell) => middle(plane, cell)), [[0.5, 25], [1.5, 25], [0.5, 15], [1.5, 15]]);
});

test('the cross stays where it is when the picture gets finer', () => {
  const coarse = /** @type {any} */ ({x: {min: 0, max: 1}, y: {min: 0, max: 1}, resolution: 48});
  const fine = {...coarse, resolution: 96};
  for (const cell of [0, 47, 48 * 20 + 31, 48 * 48 - 1]) {
    const [before, after] = [middle(coarse, cell), middle(fine, sameplace(cell, 48, 96))];
    assert.ok(Math.hypot(before[0] - after[0], before[1] - after[1]) < 1 / 96, `${before} ${after}`);
  }
  assert.equal(sameplace(-1, 48, 96), -1);
  assert.equal(sameplace(7, 48, 48), 7);
});

test('what a network says and what it is taught have one scale', () => {
  assert.deepEqual(range({outputs: [[-0.1, null, 0.1]], points: [{x: 0, y: 0, value: 5, part: 'training'}, {x: 0, y: 0, value: -3, part: 'validation'}]}), [-3, 5]);
  assert.deepEqual(range({outputs: [[1, 2]]}), [1, 2]);
});

test('the most probable class wins a cell, and what is not finite wins none', () => {
  assert.deepEqual([0, 1, 2].map((cell) => winner([[0.5, 0.2, null], [0.4, 0.8, 0.1]], cell)), [0, 1, 1]);
});

test('colors are mixed as numbers', () => {
  assert.deepEqual(rgb('#0a6aa8'), [10, 106, 168]);
  assert.deepEqual(mixed([100, 0, 50], [0, 200, 50], 0.25), [25, 150, 50]);
  assert.deepEqual(ends([3, null, -1]), [-1, 3]);
  assert.deepEqual(ends([null]), [0, 1]);
});
