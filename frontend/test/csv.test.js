import assert from 'node:assert/strict';
import test from 'node:test';
import {csvCell} from '../src/csv.js';

test('a text is never a formula, and a number stays one', () => {
  const cases = /** @type {[unknown, string][]} */ ([
    ['plain', 'plain'],
    ['=cmd()', "'=cmd()"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=a,"b"', `"'=a,""b"""`],
    ['a\nb', '"a\nb"'],
    ['1=1', '1=1'],
    [-1.5, '-1.5'],
    [null, ''],
    [undefined, ''],
  ]);
  for (const [value, text] of cases) assert.equal(csvCell(value), text, String(value));
});
