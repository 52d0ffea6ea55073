/**
 * A network of two inputs as a picture of the plane: what it predicts everywhere, over the data; and what each hidden unit sees.
 *
 * @import {Frame} from './grid.js'
 */
import {datasets, models} from '../api.js';
import {css, signed, viridis} from '../color.js';
import {fill, h} from '../dom.js';
import {number} from '../format.js';
import {dark, token} from '../theme.js';
import {grid} from './grid.js';
import {outputs, stages} from './units.js';

/** Cells of the plane along each side. */
const CELLS = 64;

/** Cells of a unit's small picture. */
const SMALL = 28;

/** Points of the data that are drawn. */
const POINTS = 1000;

/**
 * Whether a model can be drawn: two numbers in.
 *
 * @param {any} model
 */
export function planar(model) {
  const features = model.features ?? [];
  return features.length === 2 && features.every((/** @type {any} */ feature) => !feature.categories);
}

/**
 * @param {any} model
 * @param {AbortSignal} signal
 * @returns {Promise<HTMLElement>}
 */
export async function planePanel(model, signal) {
  const names = /** @type {[string, string]} */ (model.features.map((/** @type {any} */ feature) => feature.name));
  const page = await datasets.rows(model.dataset.id, POINTS, signal);
  const at = [...names, model.target].map((name) => page.columns.indexOf(name));
  const points = /** @type {any[][]} */ (page.rows).map((row) => at.map((column) => row[column])).filter(([x, y]) => typeof x === 'number' && typeof y === 'number');
  const frame = frameOf(points);
  const rows = grid(frame, CELLS).map(([x, y]) => ({[names[0]]: x, [names[1]]: y}));
  const [{predictions}, {parameters}] = await Promise.all([models.predict(model.id, rows), models.parameters(model.id, signal)]);
  const canvas = h('canvas', {width: CELLS * 6, height: CELLS * 6, class: 'plane', role: 'img', 'aria-label': `Prediction of ${model.target} over ${names[0]} and ${names[1]}, with the data`});
  const shade = model.classes?.length ? classShade(model.classes) : numberShade(predictions.map((one) => one[model.target]));
  paint(canvas, CELLS, (cell) => shade(predictions[cell] ?? {}, model.target));
  drawPoints(canvas, frame, points, model.classes ?? []);
  const units = h('div');
  const hidden = stages(model.spec?.network?.layers ?? [], parameters);
  if (hidden.length > 0) fill(units, h('h3', {}, 'What each hidden unit sees'), hidden.map((_, layer) => unitRow(model, hidden, layer, frame)));
  return h(
    'section',
    {class: 'panel', id: 'plane', 'aria-labelledby': 'plane-title'},
    h('h2', {id: 'plane-title'}, 'Decision boundary'),
    h('p', {class: 'help'}, `${names[0]} from ${number(frame.low[0])} to ${number(frame.high[0])} goes right, ${names[1]} from ${number(frame.low[1])} to ${number(frame.high[1])} up; the paler, the less certain.`),
    canvas,
    units,
  );
}

/** @param {readonly any[][]} points @returns {Frame} */
function frameOf(points) {
  const [x, y] = [points.map((point) => point[0]), points.map((point) => point[1])];
  const ends = (/** @type {number[]} */ values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const air = (high - low || 1) * 0.08;
    return [low - air, high + air];
  };
  const [[left = 0, right = 1], [bottom = 0, top = 1]] = [ends(x), ends(y)];
  return {low: [left, bottom], high: [right, top]};
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} cells
 * @param {(cell: number) => string} color
 */
function paint(canvas, cells, color) {
  const context = canvas.getContext('2d');
  const size = canvas.width / cells;
  for (let cell = 0; context && cell < cells * cells; cell += 1) {
    context.fillStyle = color(cell);
    context.fillRect((cell % cells) * size, Math.floor(cell / cells) * size, size, size);
  }
}

/** The color of a class, paler where it is less certain. @param {readonly string[]} classes */
function classShade(classes) {
  return (/** @type {any} */ prediction, /** @type {string} */ target) => {
    const value = String(prediction[target]);
    const sure = prediction.probabilities?.[value] ?? 1;
    const least = 1 / Math.max(2, classes.length);
    const share = Math.round(12 + 50 * Math.max(0, (sure - least) / (1 - least)));
    return mixed(colorOf(classes, value), token('--surface'), share);
  };
}

/** @param {readonly number[]} values */
function numberShade(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (/** @type {any} */ prediction, /** @type {string} */ target) => css(viridis((prediction[target] - low) / (high - low || 1)));
}

/**
 * @param {readonly string[]} classes
 * @param {string} value
 */
function colorOf(classes, value) {
  return token(`--run-${(Math.max(0, classes.indexOf(value)) % 7) + 1}`);
}

/**
 * @param {string} color
 * @param {string} under
 * @param {number} share percent
 */
function mixed(color, under, share) {
  return `color-mix(in srgb, ${color} ${share}%, ${under})`;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Frame} frame
 * @param {readonly any[][]} points
 * @param {readonly string[]} classes
 */
function drawPoints(canvas, {low, high}, points, classes) {
  const context = canvas.getContext('2d');
  if (!context) return;
  for (const [x, y, value] of points) {
    context.beginPath();
    context.arc((canvas.width * (x - low[0])) / (high[0] - low[0]), canvas.height * (1 - (y - low[1]) / (high[1] - low[1])), 3, 0, 2 * Math.PI);
    context.fillStyle = classes.length > 0 ? colorOf(classes, String(value)) : token('--surface');
    context.strokeStyle = token('--surface');
    context.fill();
    context.stroke();
  }
}

/**
 * Small pictures of the units of a layer.
 *
 * @param {any} model
 * @param {import('./units.js').Stage[]} hidden
 * @param {number} layer
 * @param {Frame} frame
 */
function unitRow(model, hidden, layer, frame) {
  const scaled = grid(frame, SMALL).map((point) => point.map((value, input) => (value - (model.features[input].offset ?? 0)) / (model.features[input].scale ?? 1)));
  const values = scaled.map((point) => outputs(hidden.slice(0, layer + 1), point)[layer] ?? []);
  const {name, weight} = /** @type {import('./units.js').Stage} */ (hidden[layer]);
  const pictures = weight.slice(0, 32).map((_, unit) => {
    const most = values.reduce((size, all) => Math.max(size, Math.abs(all[unit] ?? 0)), 1e-12);
    const canvas = h('canvas', {width: SMALL * 2, height: SMALL * 2, class: 'unit', role: 'img', 'aria-label': `Unit ${unit + 1} of ${name}`, title: `unit ${unit + 1}, up to ${number(most)}`});
    paint(canvas, SMALL, (cell) => css(signed((values[cell]?.[unit] ?? 0) / most, dark())));
    return canvas;
  });
  return h('div', {class: 'units'}, h('span', {class: 'help'}, name), h('div', {class: 'unit-pictures'}, pictures));
}
