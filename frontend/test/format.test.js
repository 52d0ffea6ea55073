import assert from 'node:assert/strict';
import test from 'node:test';
import {age, bytes, count, duration, number, percent, plural, roomy, superscript, tickTexts, title, words} from '../src/format.js';

test('numbers have three significant digits, and powers of ten where digits would be many', () => {
  const cases = /** @type {[number | null | undefined, string][]} */ ([
    [0, '0'],
    [1, '1'],
    [0.12345, '0.123'],
    [12.345, '12.3'],
    [999.6, '1,000'],
    [12345.6, '12,346'],
    [1_234_567, '1.23×10⁶'],
    [0.00012, '1.2×10⁻⁴'],
    [1e-4, '10⁻⁴'],
    [-0.5, '−0.5'],
    [-2e-12, '−2×10⁻¹²'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [NaN, '–'],
    [null, '–'],
    [undefined, '–'],
  ]);
  for (const [value, text] of cases) assert.equal(number(value), text, String(value));
});

test('more digits are written where they are asked for, of large numbers too', () => {
  assert.equal(number(1234.5678, 7), '1,234.568');
  assert.equal(number(2001.2, 7), '2,001.2');
  assert.equal(number(12345.6, 3), '12,346');
  assert.equal(new Set(tickTexts([1000, 1000.5, 1001, 1001.5], 0.5)).size, 4);
});

test('steps that lie close together are told apart', () => {
  assert.equal(roomy([0, 5000, 10_000, 15_000], 5000), true);
  assert.equal(roomy([20_000, 20_002, 20_004], 2), false);
  assert.equal(roomy([123_400, 123_450, 123_500], 50), false);
  assert.equal(roomy([1_000_000, 1_001_000], 1000), true);
});

test('superscripts', () => {
  assert.equal(superscript(-103), '⁻¹⁰³');
});

test('shares are percents, and nearly all is not all', () => {
  assert.deepEqual([0, 1e-9, 0.054, 0.5, 0.975, 0.99999, 1, null].map(percent), ['0 %', '0.1 %', '5.4 %', '50 %', '97.5 %', '99.9 %', '100 %', '–']);
});

test('durations', () => {
  assert.deepEqual([0.04, 9.96, 59.4, 60, 185, 3600, 7800, 200_000, null].map(duration), [
    '0.0 s',
    '10 s',
    '59 s',
    '1 min',
    '3 min 5 s',
    '1 h',
    '2 h 10 min',
    '2 d',
    '–',
  ]);
  assert.equal(duration(7199), '2 h', 'no 60 min');
});

test('ages', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  assert.equal(age('2026-01-01T11:59:58Z', now), 'just now');
  assert.equal(age('2026-01-01T11:59:18Z', now), '42 s ago');
  assert.equal(age('2026-01-01T09:00:00Z', now), '3 h ago');
  assert.equal(age(null, now), '–');
});

test('bytes, counts and words', () => {
  assert.deepEqual([0, 999, 1000, 15_241, 999_600, 2.5e9].map(bytes), ['0 B', '999 B', '1.0 kB', '15 kB', '1.0 MB', '2.5 GB']);
  assert.equal(count(1234567), '1,234,567');
  assert.equal(plural(1, 'row'), '1 row');
  assert.equal(plural(2000, 'row'), '2,000 rows');
  assert.equal(words('learningRate'), 'learning rate');
  assert.equal(words('VANISHING_GRADIENT'), 'vanishing gradient');
  assert.equal(title('batchSize'), 'Batch size');
});

test('ticks that lie close together are told apart, and large ones are written as powers', () => {
  assert.deepEqual(tickTexts([0.693, 0.6935, 0.694], 0.0005), ['0.693', '0.6935', '0.694']);
  assert.deepEqual(tickTexts([0, 0.5, 1], 0.5), ['0', '0.5', '1']);
  assert.deepEqual(tickTexts([100, 200], 100), ['100', '200']);
  assert.deepEqual(tickTexts([0, 5e37, 1e38], 5e37), ['0', '5×10³⁷', '10³⁸']);
});
