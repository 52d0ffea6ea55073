import assert from 'node:assert/strict';
import test from 'node:test';

// Colors follow the page's theme; without a page there is a light one.
Object.assign(globalThis, {matchMedia: () => ({matches: false, addEventListener() {}})});
const {ends, mixed, rgb, winner} = await import('../src/plane/colors.js');
const {middle} = await import('../src/plane/plane.js');

test('cells of the plane go from the top left to the bottom right, in the units of the columns', () => {
  const plane = /** @type {any} */ ({x: {min: 0, max: 2}, y: {min: 10, max: 30}, resolution: 2});
  assert.deepEqual([0, 1, 2, 3].map((cell) => middle(plane, cell)), [[0.5, 25], [1.5, 25], [0.5, 15], [1.5, 15]]);
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
