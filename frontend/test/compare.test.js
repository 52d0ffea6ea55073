import assert from 'node:assert/strict';
import test from 'node:test';
import {band, between, farApart, places} from '../src/compare/curves.js';
import {bySeed, differences} from '../src/compare/difference.js';
import {difference, mergePatch} from '../src/form/patch.js';

// What names a run lies beside what draws in the colors of the system.
Object.assign(globalThis, {matchMedia: () => new EventTarget()});
const {groupNames} = await import('../src/compare/names.js');
const {exactly} = await import('../src/charts/axes.js');

const dense = (/** @type {string} */ activation) => ({type: 'dense', units: 4, activation: {type: activation}, initialWeights: null});
const spec = (/** @type {string} */ activation, /** @type {number} */ seed, /** @type {Record<string, any>} */ more = {}) => ({
  name: `run ${seed}`,
  model: {layers: [dense(activation), dense(activation), dense('tanh')]},
  training: {seed, optimizer: {type: 'sgd', learningRate: 0.1}},
  ...more,
});
const job = (/** @type {any} */ given) => ({spec: given});

test('counts beside each other are told apart', () => {
  assert.deepEqual([20_000, 20_002, 20_004].map(exactly), ['20,000', '20,002', '20,004']);
  assert.equal(exactly(2.5), '2.5');
});

test('only what differs is told, equal neighbors together, names left out', () => {
  assert.deepEqual(differences([spec('sigmoid', 1), spec('relu', 1)]), [{path: 'model.layers 1–2 activation.type', values: ['sigmoid', 'relu']}]);
  assert.deepEqual(differences([spec('relu', 1), spec('relu', 2)]), [{path: 'training.seed', values: [1, 2]}]);
  assert.deepEqual(differences([spec('relu', 1), spec('relu', 1)]), []);
});

test('a layer that only one run has is told as missing', () => {
  const shallow = spec('relu', 1);
  shallow.model.layers.pop();
  const found = differences([shallow, spec('relu', 1)]);
  assert.deepEqual(found.map(({path}) => path), ['model.layers 3 type', 'model.layers 3 units', 'model.layers 3 activation.type']);
  assert.deepEqual(found[0]?.values, [undefined, 'dense']);
  const named = (/** @type {string[]} */ ...names) => spec('relu', 1, {model: {layers: names.map((name) => ({name}))}});
  assert.deepEqual(differences([named('layer1'), named('layer1', 'layer2')]), [], 'names of layers that are not everywhere');
  assert.deepEqual(differences([named('first'), named('layer1')]), [{path: 'model.layers 1 name', values: ['first', 'layer1']}]);
});

test('runs that differ only in their seed or in how they are watched are one group', () => {
  const watched = spec('relu', 3, {monitor: {every: 5}});
  assert.deepEqual(bySeed([spec('relu', 1), spec('tanh', 1), spec('relu', 2), watched].map(job)).map((group) => group.length), [3, 1]);
});

test('a run whose seed is in the group already stands alone', () => {
  const runs = [spec('relu', 1), spec('relu', 2), spec('relu', 1), spec('relu', 2)].map(job);
  assert.deepEqual(bySeed(runs), [runs.slice(0, 2), [runs[2]], [runs[3]]]);
});

test('runs of one name are told apart by their seed, or by their id', () => {
  const run = (/** @type {string} */ id, /** @type {string} */ name, /** @type {number} */ seed) => /** @type {any} */ ({id: id.repeat(9), name, spec: spec('relu', seed)});
  const [one, two, again, other] = [run('a', 'iris', 1), run('b', 'iris', 2), run('c', 'iris', 1), run('d', 'other', 1)];
  assert.deepEqual(groupNames([[one], [two], [other]]), ['iris, seed 1', 'iris, seed 2', 'other']);
  assert.deepEqual(groupNames([[one], [again]]), ['iris, aaaaaaaa', 'iris, cccccccc']);
  assert.deepEqual(groupNames([[one, two], [again]]), ['iris, 2 seeds', 'iris']);
});

test('steps become epochs, gradients and seconds', () => {
  const run = {job: {progress: {step: 20, totalSteps: 20, epoch: 4, epochs: 4, fraction: 1}}, rows: 150, seconds: {name: 'epochSeconds', steps: [5, 10, 20], values: [1, 2, 4]}};
  assert.deepEqual(places([5, 20], 'step', run), [5, 20]);
  assert.deepEqual(places([5, 20], 'epoch', run), [1, 4]);
  assert.deepEqual(places([5, 20], 'evaluations', run), [150, 600]);
  // The last point speaks of two epochs of four seconds each.
  assert.deepEqual(places([5, 7.5, 10, 20], 'time', run), [1, 2, 3, 11]);
  assert.equal(places([1], 'time', {job: run.job}), null);
  assert.equal(places([1], 'epoch', {job: {progress: null}}), null);
});

test('a band lies where all curves have something to say', () => {
  const curves = [
    {x: [0, 2, 4], values: [0, 2, 4]},
    {x: [1, 2, 3], values: [3, null, 5]},
  ];
  assert.deepEqual(band(curves), {x: [1, 2, 3], mean: [2, 3, 4], low: [1, 2, 3], high: [3, 4, 5]});
  assert.deepEqual(band([]).x, []);
  assert.equal(between([3], [7], 100), 7);
});

test('a difference as a merge patch makes one request of the other', () => {
  const from = {a: 1, b: {c: 2, d: [1, 2]}, e: 'x'};
  const to = {a: 1, b: {c: 3, d: [1]}, f: true};
  assert.deepEqual(difference(from, to), {b: {c: 3, d: [1]}, e: null, f: true});
  assert.deepEqual(mergePatch(from, difference(from, to)), to);
  assert.equal(difference(from, from), undefined);
});

test('curves lie far apart where a linear axis would hide some of them', () => {
  assert.ok(farApart([{values: [8e11, null]}, {values: [0.6, 0.5]}]));
  assert.ok(!farApart([{values: [2, 0.1]}, {values: [900, 0.5]}]));
  assert.ok(!farApart([{values: [8e11, 0]}]), 'zero has no place on a logarithmic axis');
  assert.ok(!farApart([]));
});
