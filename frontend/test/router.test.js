import assert from 'node:assert/strict';
import test from 'node:test';
import {link, parse} from '../src/router.js';

test('an address has a path and parameters', () => {
  const {path, query} = parse('#/runs/a%2Fb?from=10&loss.scale=log');
  assert.deepEqual(path, ['runs', 'a/b']);
  assert.equal(query.get('from'), '10');
  assert.equal(query.get('loss.scale'), 'log');
});

test('no address is the page of runs', () => {
  for (const hash of ['', '#', '#/']) assert.deepEqual(parse(hash).path, ['runs']);
});

test('a broken escape is shown as it is', () => {
  assert.deepEqual(parse('#/runs/%E0%A4%A').path, ['runs', '%E0%A4%A']);
});

test('a link leads back to where it was made', () => {
  const spec = JSON.stringify({name: 'a & b = ü?#', layers: ['dense:16:tanh']});
  const {path, query} = parse(link(['new'], {spec, empty: '', nothing: null}));
  assert.deepEqual(path, ['new']);
  assert.deepEqual([...query], [['spec', spec]]);
});
