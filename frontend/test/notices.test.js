import assert from 'node:assert/strict';
import test from 'node:test';
import {Problem} from '../src/api.js';
import {isAboutTheKey, isSaid} from '../src/notices.js';

test('another key is asked for where one helps, and nowhere else', () => {
  const about = (/** @type {number} */ status, /** @type {string} */ code) =>
    isAboutTheKey(new Problem(status, {code, detail: 'Too many wrong keys; try again in 7 s.'}));
  assert.equal(about(401, 'KEY_NEEDED'), true);
  assert.equal(about(429, 'TOO_MANY_WRONG_KEYS'), true);
  assert.equal(about(429, 'TOO_MANY'), false);
  assert.equal(about(403, 'SCOPE_NEEDED'), false);
});

test('a fault whose sentence stands above already is not listed again', () => {
  const sentence = 'Line 3 has 3 fields, expected 2.';
  assert.equal(isSaid({pointer: 'line 3', message: sentence}, sentence), true);
  assert.equal(isSaid({pointer: 'line 7', message: 'Line 7 has 1 field, expected 2.'}, sentence), false);
  assert.equal(isSaid({pointer: '/training/epochs', message: 'must be at least 1'}, 'must be at least 1'), false);
  const said = (/** @type {string} */ pointer, /** @type {string} */ message) => isSaid({pointer, message}, message);
  assert.ok(said('line 63, column x2', 'Line 63, column x2: "abc" is no number.'));
  assert.ok(said('line 1', 'Line 1, byte 0 of the file is not UTF-8.'));
  assert.ok(said('file', 'The file is empty.'));
  assert.ok(said('/rows/0/x1', 'Row 0: column "x1" must be a number, was "abc".'));
  assert.ok(!said('line 63, column x2', 'Line 63 has no x1.'));
});
