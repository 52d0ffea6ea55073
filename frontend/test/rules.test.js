/**
 * Rules of the house, checked on the text of the dashboard.
 */
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import test from 'node:test';
import {MODULES} from '../src/early.js';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = readdirSync(join(ROOT, 'src'), {recursive: true, encoding: 'utf8'})
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({name, text: readFileSync(join(ROOT, 'src', name), 'utf8')}));
const PAGE = readFileSync(join(ROOT, 'index.html'), 'utf8');

/** Ways to make markup or code from text. */
const UNSAFE = /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser|createContextualFragment|srcdoc|setHTML)/;

/** @param {string} text */
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

test('there are sources to look at', () => {
  assert.ok(SOURCES.length > 20, `${SOURCES.length} files`);
});

test('no text ever becomes markup or code', () => {
  for (const {name, text} of SOURCES) assert.doesNotMatch(withoutComments(text), UNSAFE, name);
  assert.match('element.innerHTML = name', UNSAFE, 'the rule can fail');
});

test('nothing is loaded from elsewhere, and the page has no inline script or style', () => {
  const outside = /(?:https?:)?\/\/(?!www\.w3\.org\/)[a-z0-9-]+\.[a-z]/i;
  for (const {name, text} of SOURCES) assert.doesNotMatch(withoutComments(text), outside, name);
  assert.doesNotMatch(PAGE, outside);
  assert.doesNotMatch(PAGE, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/i);
  assert.match('<script>alert(1)</script>', /<script(?![^>]*\bsrc=)/);
  assert.match("import x from 'https://cdn.example.com/x.js'", outside);
});

test('every chart that lies in the folder is on the page of a run or of its layers', () => {
  const index = ['index.js', 'ofLayer.js'].map((list) => readFileSync(join(ROOT, 'src/charts', list), 'utf8')).join('');
  const charts = SOURCES.filter(({name, text}) => name.startsWith('charts') && /^export default \{/m.test(text)).map(({name}) => basename(name));
  assert.ok(charts.length >= 4);
  for (const chart of charts) assert.ok(index.includes(`'./${chart}'`), chart);
});

/** A module and all that it imports at once. @param {string} file below the root @param {Set<string>} known */
function imported(file, known = new Set()) {
  if (known.has(file)) return known;
  known.add(file);
  const text = withoutComments(SOURCES.find(({name}) => join('src', name) === file)?.text ?? '');
  for (const [, place = ''] of text.matchAll(/^import\b[^'"]*'([^']+)'/gm)) imported(place.startsWith('/') ? place.slice(1) : join(file, '..', place), known);
  return known;
}

test('a page of runs asks at once for all its modules, and for no others', () => {
  const asked = [...PAGE.matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, file]) => file);
  const main = imported('src/main.js');
  const pages = /** @type {const} */ ([imported('src/pages/runs.js'), imported('src/pages/run.js')]);
  const common = [...pages[0]].filter((file) => pages[1].has(file));
  assert.deepEqual([...asked].sort(), [...new Set([...main, ...common])].sort());
  pages.forEach((modules, index) => {
    const early = (MODULES[index + 1] ?? []).map((file) => (file.startsWith('/') ? file.slice(1) : join('src', file)));
    assert.deepEqual([...early].sort(), [...modules].filter((file) => !asked.includes(file)).sort());
  });
  assert.ok(asked.length > 8 && pages[1].size > 30);
});

test('files stay short', () => {
  for (const {name, text} of SOURCES) assert.ok(text.split('\n').length <= 300, `${name} has ${text.split('\n').length} lines`);
});

test('one version of uPlot is meant everywhere', () => {
  const version = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies.uplot;
  const places = [PAGE, readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'), ...SOURCES.map(({text}) => text), readFileSync(join(ROOT, '../pom.xml'), 'utf8')];
  const found = places.flatMap((text) => [...text.matchAll(/uplot\/(\d+\.\d+\.\d+)\/|<uplot\.version>([\d.]+)</g)].map((match) => match[1] ?? match[2]));
  assert.ok(found.length >= 4);
  assert.deepEqual([...new Set(found)], [version]);
});
