import assert from 'node:assert/strict';
import test from 'node:test';
import {falls} from '../src/layer/waterfall.js';
import {variablesOf} from '../src/pages/gradients.js';
import {columns} from '../src/trace/expression.js';
import {folding, runsOf, unitsOf} from '../src/trace/folds.js';
import {layout} from '../src/trace/graph.js';
import {meaning, written} from '../src/trace/symbols.js';

test('the lines of the algorithms are written as mathematics', () => {
  assert.equal(written('a_k = b_k + W_k h_(k-1)'), 'aₖ = bₖ + Wₖ h₍ₖ₋₁₎'.replaceAll(/[₍₎]/g, ''));
  assert.equal(written("g <- grad_(a_k) J = g * f'(a_k)"), "g ← ∇aₖ J = g ⊙ f'(aₖ)");
  assert.equal(written('J = L(yHat, y) + lambda Omega(theta)'), 'J = L(ŷ, y) + λ Ω(θ)');
  assert.equal(written('g <- grad_yHat J = grad_yHat L(yHat, y)'), 'g ← ∇ŷ J = ∇ŷ L(ŷ, y)');
  assert.equal(written('h_k = f(a_k)'), 'hₖ = f(aₖ)');
  assert.equal(written('theta - alpha (g(theta) - g(s) + mu)'), 'θ - alpha (g(θ) - g(s) + mu)');
  for (const name of ['change of hidden_layer.weight', 'next theta_1.bias']) assert.equal(written(name), name);
  assert.equal(written('dJ/dW(layer2_1)'), '∂J/∂W(layer2_1)');
  assert.equal(written('grad_(W(lambda_2)) J'), '∇W(lambda_2) J');
  assert.equal(written('dJ/dW_12'), '∂J/∂W₁₂');
  assert.deepEqual(meaning('dJ/da_3'), {name: 'a_3', adjoint: true});
  assert.deepEqual(meaning('yHat'), {name: 'yHat', adjoint: false});
});

/** @returns {import('../src/types.js').WorkedLine} */
const line = (/** @type {number} */ number, /** @type {string} */ symbol, /** @type {number | null} */ k = null, method = 'DenseLayer.forward') => ({algorithm: '6.3', line: number, text: '', k, symbol, shape: [1, 1], values: [[0]], norm: 0, code: {file: '', method}});

/** Layers with weights, all alike but the last one, and what leads into the loss. */
const deep = (/** @type {number} */ layers) => {
  const numbers = Array.from({length: layers}, (_, index) => index + 1);
  const method = (/** @type {number} */ k) => (k === layers ? 'Softmax.value' : 'Tanh.value');
  return [line(0, 'x'), ...numbers.flatMap((k) => [line(0, `W_${k}`, k), line(0, `b_${k}`, k)]), ...numbers.flatMap((k) => [line(3, `a_${k}`, k), line(4, `h_${k}`, k, method(k))]), line(7, 'L'), line(7, 'lambda Omega'), line(7, 'J')];
};

test('parameters stand above what they go into, and the penalty goes into J', () => {
  const {nodes} = layout(unitsOf(deep(1)), 2000);
  const inputs = Object.fromEntries(nodes.map((node) => [node.name, node.inputs]));
  assert.deepEqual(inputs['a_1'], ['x', 'W_1', 'b_1']);
  assert.deepEqual(inputs['h_1'], ['a_1']);
  assert.deepEqual(inputs['J'], ['L', 'lambda Omega']);
  assert.ok(nodes.every((node) => node.x >= 0));
});

test('a graph is never wider than its window, no two of its nodes overlap, and a layer is kept together', () => {
  for (const room of [272, 300, 700, 1300]) {
    const {nodes, width} = layout(unitsOf(deep(9)), room);
    assert.equal(nodes.length, 1 + 4 * 9 + 3);
    assert.ok(width <= room, `${width} in ${room}`);
    for (const one of nodes) for (const two of nodes) assert.ok(one === two || Math.abs(one.x - two.x) >= 92 || Math.abs(one.y - two.y) >= 54, `${one.name} on ${two.name} in ${room}`);
    const at = (/** @type {string} */ name) => nodes.find((node) => node.name === name)?.y;
    for (let k = 1; k <= 9; k += 1) assert.equal(at(`a_${k}`), at(`h_${k}`));
  }
});

test('layers that are alike are folded around the one that is looked at', () => {
  const units = unitsOf(deep(9));
  const runs = runsOf(units);
  assert.deepEqual(runs, [{from: 1, to: 8}]);
  assert.deepEqual(runsOf(unitsOf(deep(3))), []);
  const shown = (/** @type {number | null} */ at) => folding(units, runs, at).map((one) => ('steps' in one ? (one.k ?? one.steps[0]) : `${one.from}-${one.to}`));
  assert.deepEqual(shown(null), ['x', '1-8', 9, 'L', 'J']);
  assert.deepEqual(shown(4), ['x', '1-3', 4, '5-8', 9, 'L', 'J']);
  assert.deepEqual(shown(2), ['x', 1, 2, '3-8', 9, 'L', 'J']);
  assert.deepEqual(folding(units, [], 4), units);
  const fold = layout(folding(units, runs, null), 700).nodes.find((node) => node.run);
  assert.deepEqual([fold?.name, fold?.inputs], ['layers 1–8', ['x']]);
});

test('the falls multiply to the norm at the input', () => {
  const layer = (/** @type {string} */ name, /** @type {number} */ deltaNorm, /** @type {Record<string, number>} */ gains) => ({name, type: 'dense', deltaNorm, ...gains});
  const list = falls([layer('layer1', 0.02, {activationGain: 0.25}), layer('layer2', 0.4, {activationGain: 0.5, weightGain: 0.2}), layer('output', 0.8, {weightGain: 1})]);
  assert.deepEqual(list.map(({kind}) => kind), ['start', 'weight', 'activation', 'weight', 'activation']);
  assert.ok(Math.abs(10 ** (list.at(-1)?.to ?? 0) - 0.02) < 1e-12);
  assert.deepEqual(falls([]), []);
});

test('what lies between two layers, a skip connection or a mask, is in the fall', () => {
  const block = (/** @type {number} */ index) => ({name: `layer${index}`, type: 'residual', deltaNorm: 0.9 + 0.01 * index, activationGain: 0.5, weightGain: 0.2});
  const list = falls([...Array.from({length: 10}, (_, index) => block(index)), {name: 'output', type: 'dense', deltaNorm: 1, weightGain: 1}]);
  assert.ok(Math.abs(10 ** (list.at(-1)?.to ?? 0) - 0.9) < 1e-12, 'not the product of the gains, which is 1e-10');
  const blind = falls([{...block(0), activationGain: null}, block(1)]);
  assert.deepEqual(blind.map(({kind}) => kind), ['start', 'weight'], 'where a gain is not known the weights are taken alone');
});

test('variables of an expression are found, functions and constants not', () => {
  assert.deepEqual(variablesOf('log(1+exp(-w*x_1)) + pi * 2e3 + w'), ['w', 'x_1']);
  assert.deepEqual(variablesOf(''), []);
});

test('a leaf stands just before the node that takes it', () => {
  const node = (/** @type {number} */ id, /** @type {number[]} */ inputs) => ({id, operation: inputs.length ? 'add' : 'variable', inputs, value: 1, adjoint: 1, localDerivatives: inputs.map(() => 1)});
  const place = columns([node(0, []), node(1, []), node(2, [0]), node(3, [2, 1])]);
  assert.equal(place.get(1)?.x, place.get(2)?.x);
  assert.notEqual(place.get(1)?.y, place.get(2)?.y);
});
