/**
 * Asks for what the address shows before the modules that draw it have come: the page's first module, which imports nothing. Whoever
 * needs an answer later takes it from here.
 */

export const BASE = '/api/v1';

/** Where the key of a server that asks for one is kept: in this tab, until it is closed. */
export const KEY = 'chainrule.key';

/** How long an answer is as good as a new one, milliseconds. */
const FRESH = 5000;

/** @type {Map<string, {answer: Promise<Response | null>, at: number}>} by question, the number of points left out */
const asked = new Map();

/** The header that shows the key, if there is one. @returns {Record<string, string>} */
export function credentials() {
  const key = sessionStorage.getItem(KEY);
  return key ? {Authorization: `Bearer ${key}`} : {};
}

/**
 * The answer to a question that was asked early; each is given once.
 *
 * @param {string} path below /api/v1
 * @returns {Promise<Response | null> | undefined} null: it did not come
 */
export function take(path) {
  const question = questionOf(path);
  const known = asked.get(question);
  asked.delete(question);
  return known && performance.now() - known.at < FRESH ? known.answer : undefined;
}

/** How many points a picture has, and how many rows are seen, is known when they stand on the page: any number near it will do. @param {string} path */
function questionOf(path) {
  return path.replace(/(?:maxPoints|newest)=\d+/g, '');
}

/** @param {string} path */
function ask(path) {
  const answer = fetch(BASE + path, {headers: {Accept: 'application/json', ...credentials()}}).catch(() => null);
  asked.set(questionOf(path), {answer, at: performance.now()});
}

/** Least height of a row of the list, pixels. */
const ROW = 60;

/** @template T @param {readonly T[]} rows @param {number} height of the window, pixels @returns {T[]} at least those that are seen */
export function firstRows(rows, height) {
  return rows.slice(0, rowsIn(height));
}

/** @param {number} height of the window, pixels */
function rowsIn(height) {
  return Math.ceil(height / ROW);
}

/** The question for small curves of runs, 200 at most: of those named, or of so many of the newest. @param {{jobs: string} | {newest: string}} runs */
export function curves(runs) {
  return `/curves?${new URLSearchParams({...runs, series: 'loss,validationLoss,validationAccuracy', maxPoints: '60'})}`;
}

/** An address taken apart. @param {string} hash */
function parts(hash) {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  return {words: path.split('/').filter(Boolean), query};
}

/**
 * What a page asks first, in the words in which it asks. A test holds them against the page's own questions.
 *
 * @param {string} hash of the address
 * @param {number} width of the screen, pixels
 * @param {number} height
 * @returns {string[]} paths below /api/v1
 */
export function questions(hash, width, height) {
  const {words, query} = parts(hash);
  const [page = 'runs', id, ...rest] = words;
  if (page !== 'runs' || rest.length > 0) return [];
  if (id === undefined) return /(?:^|&)(?:q|state|order)=/.test(query) ? [] : ['/jobs?pageSize=50', curves({newest: String(rowsIn(height))})];
  const run = `/jobs/${id}`;
  const zoomed = /(?:^|&)from=/.test(query);
  return [run, ...(zoomed ? [] : histories(run, pointsOn(chartWidth(width)))), `${run}/layers`, `${run}/findings`];
}

/** About how wide a chart will be: on a wide window the findings stand beside it. @param {number} width of the window, pixels */
function chartWidth(width) {
  return width < 1200 ? width : Math.min(width - 400, 1000);
}

/** How many points a chart asks for: one every two pixels, for a line is about as wide. @param {number} width of the chart, pixels */
export function pointsOn(width) {
  return Math.round(Math.min(3600, Math.max(200, width)) / 2);
}

/**
 * @param {string} run
 * @param {number} points
 */
function histories(run, points) {
  const loss = {series: 'loss,trainingLoss,validationLoss,trainingAccuracy,validationAccuracy', maxPoints: points, digits: 5, statistic: 'mean', parts: 'axes,values,min,max'};
  const river = {series: 'gradientNorm.*', maxPoints: points, digits: 4, statistic: 'max', parts: 'axes,values'};
  return [loss, river].map((query) => `${run}/history?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`);
}

/** Modules that a page needs besides those that all need, by the number of words of its address; a test holds them against the imports. @type {Record<number, string[]>} */
export const MODULES = {
  1: [
    './examples.js', './pages/examples.js', './pages/runRow.js', './pages/runs.js', './pages/sparks.js',
  ],
  2: [
    './board.js', './chartFrame.js', './chartTools.js', './charts/accuracy.js', './charts/axes.js', './charts/gradientNorms.js', './charts/index.js',
    './charts/keys.js', './charts/loss.js', './charts/marks.js', './charts/pan.js', './charts/plot.js', './charts/river.js', './color.js',
    './glide.js', './history.js', './layer/place.js', './pages/findings.js', './pages/layersTable.js', './pages/requestPanel.js',
    './pages/run.js', './pages/runActions.js', './pages/tiles.js', './plane/corner.js', './raster.js', './zoomBar.js',
    '/webjars/uplot/1.6.30/dist/uPlot.esm.js',
  ],
};

/** Asks for the modules of the page that the address shows: at once instead of one after the other. @param {string} hash */
function preload(hash) {
  const {words} = parts(hash);
  if ((words[0] ?? 'runs') !== 'runs') return;
  for (const module of MODULES[Math.max(1, words.length)] ?? []) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL(module, import.meta.url).href;
    document.head.append(link);
  }
}

// A page that nobody sees asks nothing. There is no document where this is tested without a browser.
if (typeof document !== 'undefined') {
  // The screen is about as large as the window, whose size the browser would have to lay out the page for.
  if (!document.hidden) questions(location.hash, screen.width, screen.height).forEach(ask);
  preload(location.hash);
}
