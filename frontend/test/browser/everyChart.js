/**
 * Runs in a real browser, called by ChartsBrowserTest: draws every chart with data that charts tend to break on.
 *
 * @import {ChartData} from '../../src/charts/chart.js'
 */
import {CHARTS} from '../../src/charts/index.js';
import {LAYER_CHARTS} from '../../src/charts/ofLayer.js';
import {stepRange} from '../../src/columns.js';

/** Kinds of series that each layer has. */
const KINDS = ['gradientNorm', 'deltaNorm', 'weightNorm', 'updateRatio', 'deadFraction', 'saturatedFraction'];

/**
 * @param {readonly string[]} layers
 * @param {readonly number[]} steps
 * @param {(index: number) => number | null} value
 * @returns {ChartData}
 */
function data(layers, steps, value) {
  const names = ['loss', 'trainingLoss', 'validationLoss', 'trainingAccuracy', 'validationAccuracy', ...layers.flatMap((layer) => KINDS.map((kind) => `${kind}.${layer}`))];
  const values = steps.map((_, index) => value(index));
  const series = new Map(names.map((name) => [name, {name, steps: [...steps], values, min: values, max: values}]));
  return {series, layers, range: stepRange([[...steps]], null)};
}

const many = Array.from({length: 100}, (_, index) => `layer${index + 1}`);
const steps = Array.from({length: 300}, (_, index) => 1 + index * 3);

/** @type {Record<string, {data: ChartData, painted: boolean}>} */
const CASES = {
  empty: {data: {series: new Map(), layers: [], range: [0, 1]}, painted: false},
  'no steps yet': {data: data(['a'], [], () => null), painted: false},
  'a single point': {data: data(['a', 'output'], [7], () => 0.3), painted: true},
  'gaps and numbers that are not finite': {data: data(['a', 'b', 'output'], steps, (index) => (index % 7 < 2 ? null : 1 / (index + 1))), painted: true},
  'nothing but gaps': {data: data(['a', 'b'], steps, () => null), painted: false},
  zeros: {data: data(['a', 'b'], steps, () => 0), painted: false},
  'a constant': {data: data(['a'], steps, () => 0.5), painted: true},
  'very large and very small': {data: data(['a', 'b'], steps, (index) => (index % 2 ? 1e300 : 1e-300)), painted: true},
  'one layer': {data: data(['only'], steps, (index) => Math.exp(-index / 50)), painted: true},
  'a hundred layers': {data: data(many, steps, (index) => Math.exp(-index / 50)), painted: true},
  'a layer whose name is markup': {data: data(['<img src=x onerror=alert(1)>'], steps, () => 1), painted: true},
};

/** Colored pixels of a chart that are no shade of gray: axes and grids are gray, data is not. @param {Element} root */
function colored(root) {
  let count = 0;
  for (const canvas of root.querySelectorAll('.uplot canvas')) {
    if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) continue;
    const {data: pixels} = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < pixels.length; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4);
      if (alpha > 60 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40) count += 1;
    }
  }
  return count;
}

/**
 * Draws every chart with every case, linear and logarithmic, and updates it to every other case.
 *
 * @returns {Promise<{drawn: number, faults: string[]}>} what went wrong, in words
 */
export async function drawEveryChart() {
  const faults = [];
  let drawn = 0;
  for (const chart of [...CHARTS, ...LAYER_CHARTS]) {
    for (const scale of ['linear', 'log']) {
      for (const [name, wanted] of Object.entries(CASES)) {
        const place = `${chart.id} (${scale}), ${name}`;
        try {
          const {pixels, told} = await draw(chart, scale, wanted.data);
          drawn += 1;
          if (name === 'zeros' && told.some(({value}) => value === 'not finite')) faults.push(`${place}: zero is read as not finite`);
          if (wanted.painted && pixels === 0) faults.push(`${place}: nothing is painted`);
        } catch (error) {
          faults.push(`${place}: ${error}`);
        }
      }
    }
  }
  return {drawn, faults};
}

/**
 * @param {import('../../src/charts/chart.js').Chart} chart
 * @param {string} scale
 * @param {ChartData} wanted
 */
async function draw(chart, scale, wanted) {
  const root = document.createElement('div');
  root.className = 'plot';
  document.querySelector('main')?.append(root);
  /** @type {readonly import('../../src/charts/chart.js').Reading[]} */
  let told = [];
  const read = (/** @type {typeof told} */ readings) => {
    told = readings;
  };
  const drawing = chart.draw(root, wanted, {key: 'test', option: () => scale, zoom: () => {}, read});
  for (const other of Object.values(CASES)) drawing.update(other.data);
  drawing.update(wanted);
  // uPlot paints in a microtask.
  await new Promise((done) => setTimeout(done, 0));
  const pixels = colored(root);
  drawing.destroy();
  root.remove();
  return {pixels, told};
}

/** Colored pixels of each chart that stands on the page. */
export function coloredPixels() {
  return Object.fromEntries([...document.querySelectorAll('.chart:not([hidden])')].map((chart) => [chart.id, colored(chart)]));
}
