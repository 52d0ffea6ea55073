import assert from 'node:assert/strict';
import test from 'node:test';
import {Problem} from '../src/api.js';
import {isAboutTheKey} from '../src/notices.js';

test('another key is asked for where one helps, and nowhere else', () => {
  const about = (/** @type {number} */ status, /** @type {string} */ code) =>
    isAboutTheKey(new Problem(status, {code, detail: 'Too many wrong keys; try again in 7 s.'}));
  assert.equal(about(401, 'KEY_NEEDED'), true);
  assert.equal(about(429, 'TOO_MANY_WRONG_KEYS'), true);
  assert.equal(about(429, 'TOO_MANY'), false);
  assert.equal(about(403, 'SCOPE_NEEDED'), false);
});
