import assert from 'node:assert/strict';
import test from 'node:test';
import {bars} from '../src/form/depth.js';
import {condense} from '../src/form/condense.js';
import {curl, expand, placeFaults, pretty, put, rangeText, same, scalar, shorten} from '../src/form/draft.js';
import {firstChoice} from '../src/form/firstChoice.js';
import {readyText, takes} from '../src/form/ready.js';
import {moved} from '../src/form/layers.js';
import {mergePatch} from '../src/form/patch.js';

/** @type {import('../src/types.js').Catalog} */
const CATALOG = {
  families: {
    layer: {
      members: [
        {
          name: 'dense',
          fields: [
            {name: 'units', type: 'integer', required: true, min: 1, max: 10},
            {name: 'activation', type: 'family', family: 'activation', default: 'linear'},
            {name: 'name', type: 'string', nullable: true},
          ],
        },
        {name: 'dropout', fields: [{name: 'rate', type: 'number', required: true, min: 0, max: 1, openMax: true}]},
      ],
    },
    activation: {members: [{name: 'tanh', fields: []}, {name: 'leaky_relu', fields: [{name: 'slope', type: 'number', default: 0.01}]}]},
  },
  records: {
    job: {
      fields: [
        {name: 'name', type: 'string', nullable: true, default: null},
        {name: 'tags', type: 'list', items: 'string', default: []},
        {name: 'model', type: 'record', record: 'model', required: true},
        {name: 'training', type: 'record', record: 'training', default: {}},
      ],
    },
    model: {
      fields: [
        {name: 'layers', type: 'list', items: 'family', family: 'layer', required: true},
        {name: 'loss', type: 'family', family: 'loss', nullable: true, default: null},
      ],
    },
    training: {
      fields: [
        {name: 'activation', type: 'family', family: 'activation', default: 'tanh'},
        {name: 'epochs', type: 'integer', default: 10},
      ],
    },
  },
};

test('short and long forms of a layer are the same layer', () => {
  assert.deepEqual(expand(CATALOG, 'layer', 'dense:16:tanh'), {type: 'dense', units: 16, activation: 'tanh'});
  assert.deepEqual(expand(CATALOG, 'layer', {type: 'dropout', rate: 0.2}), {type: 'dropout', rate: 0.2});
  assert.equal(expand(CATALOG, 'layer', null), null);
  assert.equal(shorten(CATALOG, 'layer', {type: 'dense', units: 16, activation: 'tanh'}), 'dense:16:tanh');
  assert.equal(shorten(CATALOG, 'layer', {type: 'dropout', rate: 0.2}), 'dropout:0.2');
});

test('a member of a family in a short form takes all parts that are left', () => {
  const layer = {type: 'dense', units: 16, activation: 'leaky_relu:0.1'};
  assert.deepEqual(expand(CATALOG, 'layer', 'dense:16:leaky_relu:0.1'), layer);
  assert.deepEqual(expand(CATALOG, 'activation', layer.activation), {type: 'leaky_relu', slope: 0.1});
});

test('what has no short form keeps its long one', () => {
  const named = {type: 'dense', units: 16, name: 'first'};
  assert.equal(shorten(CATALOG, 'layer', named), named);
  const nested = {type: 'dense', units: 16, activation: {type: 'leaky_relu', slope: 0.2}};
  assert.equal(shorten(CATALOG, 'layer', nested), nested);
  const set = {type: 'leaky_relu', slope: 0.2};
  assert.equal(shorten(CATALOG, 'activation', set), set);
  assert.equal(shorten(CATALOG, 'activation', {type: 'tanh'}), 'tanh');
});

test('text becomes a value of the field, and what is none stays text for the server to refuse', () => {
  assert.equal(scalar({name: 'a', type: 'number'}, ' 1e-4 '), 1e-4);
  assert.equal(scalar({name: 'a', type: 'integer'}, 'many'), 'many');
  assert.equal(scalar({name: 'a', type: 'number'}, 'Infinity'), 'Infinity');
  assert.deepEqual(scalar({name: 'a', type: 'matrix'}, '[[1, 2]]'), [[1, 2]]);
  assert.equal(scalar({name: 'a', type: 'vector'}, '[1, '), '[1,');
  assert.equal(scalar({name: 'a', type: 'string'}, '12'), '12');
});

test('a field that goes back to its default leaves the request', () => {
  const before = {epochs: 5, seed: 1};
  assert.deepEqual(put(before, 'epochs', undefined), {seed: 1});
  assert.deepEqual(before, {epochs: 5, seed: 1});
  assert.ok(same({a: [1, {b: null}]}, {a: [1, {b: null}]}));
  assert.ok(!same({a: 1}, {a: 1, b: undefined}));
  assert.ok(!same([1], {0: 1}));
});

test('ranges in words', () => {
  assert.equal(rangeText({name: 'a', type: 'number', min: 0, openMin: true, max: 1_000_000}), '> 0 and ≤ 1,000,000');
  assert.equal(rangeText({name: 'a', type: 'number'}), '');
});

test('a fault goes to the nearest control above it', () => {
  const fault = (/** @type {string} */ pointer) => ({pointer, code: 'X', message: pointer});
  const faults = ['/model/layers/1/units', '/model/layers/1/wrong', '/model/layers/10/units', '/else'].map(fault);
  const {placed, rest} = placeFaults(faults, ['/model/layers', '/model/layers/1', '/model/layers/1/units']);
  assert.deepEqual([...placed].map(([pointer, list]) => [pointer, list.map((one) => one.pointer)]), [
    ['/model/layers/1/units', ['/model/layers/1/units']],
    ['/model/layers/1', ['/model/layers/1/wrong']],
    ['/model/layers', ['/model/layers/10/units']],
  ]);
  assert.deepEqual(rest.map((one) => one.pointer), ['/else']);
});

test('JSON is laid out as a person would, and stays the same JSON', () => {
  const value = {name: 'x', layers: ['dense:16:tanh', 'dense:8:tanh'], training: {optimizer: {type: 'adam', learningRate: 0.01}, epochs: 10}, none: [], no: {}};
  assert.deepEqual(JSON.parse(pretty(value)), value);
  assert.deepEqual(JSON.parse(pretty(value, 20)), value);
  assert.equal(pretty({a: {b: 1}}), '{\n  "a": {"b": 1}\n}');
});

test('a command survives quotes', () => {
  assert.match(curl('http://127.0.0.1:8080', {name: "it's"}), /'\\''s/);
});

test('a spec with every default becomes what a person would have written', () => {
  const spec = {
    name: 'x',
    tags: [],
    model: {
      layers: [
        {type: 'dense', units: 16, activation: {type: 'tanh'}, name: 'layer1'},
        {type: 'dense', units: 8, activation: {type: 'leaky_relu', slope: 0.01}, name: 'h'},
        {type: 'dense', units: 4, activation: {type: 'leaky_relu', slope: 0.2}, name: null},
        {type: 'dropout', rate: 0.2},
      ],
      loss: null,
    },
    training: {activation: {type: 'tanh'}, epochs: 10},
    unknown: 1,
  };
  assert.deepEqual(condense(CATALOG, spec), {
    name: 'x',
    model: {
      layers: [
        'dense:16:tanh',
        {type: 'dense', units: 8, activation: 'leaky_relu', name: 'h'},
        {type: 'dense', units: 4, activation: {type: 'leaky_relu', slope: 0.2}},
        'dropout:0.2',
      ],
    },
    unknown: 1,
  });
});

test('a merge patch takes away, merges and replaces (examples of RFC 7396)', () => {
  assert.deepEqual(mergePatch({a: 'b', c: {d: 'e', f: 'g'}}, {a: 'z', c: {f: null}}), {a: 'z', c: {d: 'e'}});
  assert.deepEqual(mergePatch({a: [1, 2]}, {a: [3]}), {a: [3]});
  assert.deepEqual(mergePatch('foo', {bar: null, baz: {x: null, y: 1}}), {baz: {y: 1}});
});

test('a list with one item at another place', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'c', 'b']);
});

test('norms become bars on a scale of decades, level where they are alike', () => {
  const {heights, low, high} = bars([1e-6, 1e-2, 0, null]);
  assert.deepEqual([low, high], [-6, -2]);
  assert.deepEqual(heights, [0.03, 1, null, null]);
  const level = bars([0.02, 0.05]);
  assert.deepEqual([level.low, level.high], [-4, -1]);
  assert.ok((level.heights[1] ?? 0) - (level.heights[0] ?? 0) < 0.2);
  assert.deepEqual(bars([null]).heights, [null]);
});

test('a valid request tells what its run would take', () => {
  const estimate = {parameters: 243, memoryBytes: 1_200_000, steps: 400, seconds: 3.14, measured: true, gradientByDepth: null, findings: []};
  assert.match(readyText({parameters: 243, bytes: 1_200_000, trainingRows: 120, estimate}), /^Ready: 243 parameters, .*, about 3.1\u00a0s for 400 steps, 120 rows to learn from\.$/);
});

test('what a run takes is a range where it is uncertain', () => {
  assert.equal(takes({seconds: 0.04, secondsLeast: 0.01, secondsMost: 0.09}), 'under 0.1 s');
  assert.equal(takes({seconds: 0.5, secondsLeast: 0.05, secondsMost: 0.9}), 'up to 0.9 s');
  assert.equal(takes({seconds: 2, secondsLeast: 1.2, secondsMost: 3.4}), '1.2 s to 3.4 s');
  assert.equal(takes({seconds: 100, secondsLeast: 90, secondsMost: 130}), 'about 1 min 40 s');
  assert.equal(takes({seconds: 3.14}), 'about 3.1 s');
});

test('a dataset with empty cells is asked about as it can be trained on', () => {
  const column = (/** @type {string} */ name, /** @type {number} */ missing) => /** @type {const} */ ({name, type: 'numeric', missing});
  assert.deepEqual(firstChoice({id: 'd', columns: [column('a', 0), column('b', 0)]}), {id: 'd', target: 'b'});
  assert.deepEqual(firstChoice({id: 'd', columns: [column('a', 3), column('b', 0)]}), {id: 'd', target: 'b', missing: 'mean'});
  assert.deepEqual(firstChoice({id: 'd', columns: [column('a', 3), column('b', 1)]}), {id: 'd', target: 'b', missing: 'drop'});
});
