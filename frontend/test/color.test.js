/**
 * The colors of runs side by side, as seen by people who lack one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
 */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';

const TOKENS = readFileSync(join(import.meta.dirname, '../styles/tokens.css'), 'utf8');

/** Least distance in OKLab: blue and green of before were 0.036 apart without blue cones, orange and ocher 0.012 without red ones. */
const APART = 0.12;

/** Least contrast of what is drawn (WCAG 2.2, 1.4.11). */
const CONTRAST = 3;

/** Each takes linear red, green and blue. @type {Readonly<Record<string, readonly (readonly number[])[]>>} */
const VISIONS = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** OKLab from linear sRGB (Ottosson 2020). */
const CONES = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]];
const LAB = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]];

/** @param {readonly (readonly number[])[]} matrix @param {readonly number[]} x */
const times = (matrix, x) => matrix.map((row) => row.reduce((sum, entry, i) => sum + entry * (x[i] ?? 0), 0));

/** @param {string} hex */
function linear(hex) {
  return [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

/** How far apart two colors are for whoever tells them apart least. @param {string} one @param {string} other */
function apart(one, other) {
  const seen = (/** @type {string} */ hex, /** @type {readonly (readonly number[])[]} */ vision) =>
    times(LAB, times(CONES, times(vision, linear(hex)).map((x) => Math.min(1, Math.max(0, x)))).map(Math.cbrt));
  return Math.min(...Object.values(VISIONS).map((vision) => Math.hypot(...seen(one, vision).map((x, i) => x - (seen(other, vision)[i] ?? 0)))));
}

/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [low = 0, high = 0] = [one, other].map((hex) => linear(hex).reduce((sum, x, i) => sum + x * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0)).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Values of a token, the light page's first. @param {string} name */
const values = (name) => [...TOKENS.matchAll(new RegExp(`--${name}: (#[0-9a-f]{6});`, 'g'))].map(([, hex = '']) => hex);

for (const [page, theme] of ['light', 'dark'].entries()) {
  const runs = Array.from({length: 7}, (_, i) => values(`run-${i + 1}`)[page] ?? '');
  const surface = values('surface')[page] ?? '';

  test(`any two runs differ on a ${theme} page, whatever cones one has`, () => {
    for (const [i, one] of runs.entries()) {
      for (const other of runs.slice(0, i)) assert.ok(apart(one, other) >= APART, `${one} and ${other}: ${apart(one, other)}`);
    }
  });

  test(`each run's color stands out from a ${theme} page`, () => {
    for (const run of runs) assert.ok(contrast(run, surface) >= CONTRAST, `${run}: ${contrast(run, surface)}`);
  });
}

test('colors that look the same to some are found', () => {
  assert.ok(apart('#0a6aa8', '#00825f') < 0.04);
  assert.ok(apart('#d1560a', '#a97400') < 0.02);
  assert.ok(contrast('#f0f000', '#ffffff') < CONTRAST);
});
