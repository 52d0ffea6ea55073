/**
 * The gradient river: the gradient norm of every layer at every step as one picture. The output layer is at the top, and the
 * gradient flows down to the input.
 *
 * @import {Board, Chart, ChartData, Mark} from './chart.js'
 */
import {firstFrom, layersWith, union} from '../columns.js';
import {css, viridis} from '../color.js';
import {h, fill} from '../dom.js';
import {number, superscript} from '../format.js';
import {OVERFLOW, ZERO, cellAt, decades, raster, shade} from '../raster.js';
import {GUTTER, axisColors, stepAxis} from './axes.js';
import {frame, mount} from './plot.js';

/** @typedef {{layer: string, steps: number[], values: (number | null)[]}} Row */
/** @typedef {{rows: Row[], scale: [number, number], range: [number, number], marks: readonly Mark[]}} State */

/** @type {Chart} */
export default {
  id: 'river',
  title: 'Gradient river',
  help:
    'Each row is a layer, each column a step, each color the norm of that layer’s gradient. Back-propagation runs from the top (output) ' +
    'to the bottom (input). Rows that go dark on the way down are starved: the gradient vanishes. A diamond marks where that, or an explosion, was found.',
  formula: 'log₁₀ ‖∂J/∂(W, b)‖₂ of layer k at step t',
  wide: true,
  series: (layers) => layers.map((layer) => `gradientNorm.${layer}`),
  ask: ['gradientNorm.*'],
  reduce: 'max',
  draw(root, data, board) {
    const legend = h('div', {class: 'ramp', 'aria-hidden': 'true'});
    const canvas = h('div', {class: 'plot-area'});
    root.append(canvas, legend);
    /** @type {State} */
    const state = {rows: [], scale: [-4, 0], range: [0, 1], marks: []};
    take(state, data);
    const height = heightOf(state.rows.length);
    const picture = mount(
      canvas,
      options(canvas, height, state, board),
      content(state),
      board,
      'Gradient norm by layer and step.',
      (plot, index) => readings(plot, state, index),
      (layer) => rowOf(state, layer),
      (plot, index) => stepAt(plot, state, index),
    );
    drawRamp(legend, state.scale);
    return {
      update(next) {
        take(state, next);
        const wanted = heightOf(state.rows.length);
        if (wanted !== picture.plot.height) picture.plot.setSize({width: picture.plot.width, height: wanted});
        picture.show(content(state));
        drawRamp(legend, state.scale);
      },
      move: picture.move,
      destroy: picture.destroy,
    };
  },
};

/**
 * @param {State} state
 * @param {ChartData} data
 */
function take(state, {series, layers, range, marks, scale}) {
  state.marks = marks ?? [];
  state.rows = layersWith('gradientNorm', layers, series)
    .map((layer) => ({layer, steps: series.get(`gradientNorm.${layer}`)?.steps ?? [], values: series.get(`gradientNorm.${layer}`)?.values ?? []}))
    .reverse();
  state.scale = scale ?? decades(state.rows);
  state.range = range;
}

/** @param {number} rows */
function heightOf(rows) {
  return 46 + Math.min(420, Math.max(96, rows * (rows > 40 ? 5 : 26)));
}

/**
 * @param {State} state
 * @returns {import('./plot.js').Content}
 */
function content(state) {
  const x = union(state.rows.map((row) => row.steps));
  return {x, columns: [x.map(() => null)], range: state.range, marks: state.marks};
}

/**
 * The middle of a layer's row on the y axis.
 *
 * @param {State} state
 * @param {string | null} layer
 */
function rowOf(state, layer) {
  const row = state.rows.findIndex((one) => one.layer === layer);
  return row < 0 ? null : state.rows.length - row - 0.5;
}

/**
 * @param {HTMLElement} root
 * @param {number} height
 * @param {State} state
 * @param {Board} board
 * @returns {import('uplot').Options}
 */
function options(root, height, state, board) {
  const base = frame(root, height, board);
  return {
    ...base,
    cursor: {...base.cursor, y: true, points: {show: false}},
    series: [{}, {stroke: 'transparent', points: {show: false}}],
    scales: {x: {time: false, auto: false}, y: {range: () => [0, Math.max(1, state.rows.length)]}},
    axes: [
      {...stepAxis(), grid: {show: false}},
      {
        ...axisColors(),
        size: GUTTER,
        gap: 6,
        grid: {show: false},
        splits: () => labeled(state.rows.length).map((row) => state.rows.length - row - 0.5),
        values: (_plot, ticks) => ticks.map((tick) => shorten(state.rows[state.rows.length - tick - 0.5]?.layer ?? '')),
      },
    ],
    hooks: {drawAxes: [(plot) => paint(plot, state)]},
  };
}

/**
 * Rows that get a label: all where they fit, else some, always the first and the last.
 *
 * @param {number} rows
 */
function labeled(rows) {
  const every = Math.max(1, Math.ceil(rows / 16));
  return Array.from({length: rows}, (_, row) => row).filter((row) => row === 0 || row === rows - 1 || (row % every === 0 && row < rows - every));
}

/** @param {string} name */
function shorten(name) {
  return name.length <= 8 ? name : `${name.slice(0, 7)}…`;
}

/**
 * Paints the cells into the plot area, sharp at each row's edge.
 *
 * @param {import('uplot')} plot
 * @param {State} state
 */
function paint(plot, state) {
  const {left, top, width, height} = plot.bbox;
  const columns = Math.round(width);
  if (columns < 1 || state.rows.length === 0) return;
  const {min, max} = plot.scales['x'] ?? {};
  const sheet = new OffscreenCanvas(columns, state.rows.length);
  const picture = raster(state.rows, columns, [min ?? 0, max ?? 1], state.scale);
  sheet.getContext('2d')?.putImageData(new ImageData(picture, columns, state.rows.length), 0, 0);
  plot.ctx.save();
  plot.ctx.imageSmoothingEnabled = false;
  plot.ctx.drawImage(sheet, left, top, width, height);
  plot.ctx.restore();
}

/**
 * The cell under the cursor; from the keyboard or from another chart, the rows at both ends.
 *
 * @param {import('uplot')} plot
 * @param {State} state
 * @param {number | null} index
 */
function readings(plot, state, index) {
  const hovered = index === null ? undefined : rowUnderPointer(plot, state);
  const rows = hovered ? [hovered] : [state.rows[0], state.rows.length > 1 ? state.rows.at(-1) : undefined];
  return rows.flatMap((row) => {
    const place = row ? reportAt(plot, row, index) : -1;
    if (!row || place < 0) return [];
    const value = row.values[place] ?? null;
    return [{label: row.layer, value: value === null ? 'not finite' : number(value), color: css(shade(value, state.scale))}];
  });
}

/**
 * @param {import('uplot')} plot
 * @param {State} state
 * @returns {Row | undefined}
 */
function rowUnderPointer(plot, state) {
  const y = plot.cursor.top ?? -1;
  return y >= 0 && plot.over.matches(':hover') ? state.rows[state.rows.length - 1 - Math.floor(plot.posToVal(y, 'y'))] : undefined;
}

/**
 * The report whose cell lies at the cursor; without a cursor the latest.
 *
 * @param {import('uplot')} plot
 * @param {Row} row
 * @param {number | null} index
 */
function reportAt(plot, row, index) {
  if (index === null) return Math.min(row.steps.length - 1, firstFrom(row.steps, plot.scales['x']?.max ?? Infinity));
  const perPixel = plot.posToVal(1, 'x') - plot.posToVal(0, 'x');
  // Half a pixel to the left, so that a cursor put on a step by the keys reads that step.
  return cellAt(row.steps, plot.posToVal(plot.cursor.left ?? 0, 'x') - perPixel / 2);
}

/**
 * The last step of the cell that is read.
 *
 * @param {import('uplot')} plot
 * @param {State} state
 * @param {number | null} index
 */
function stepAt(plot, {rows: [row]}, index) {
  return row?.steps[reportAt(plot, row, index)];
}

/**
 * The legend: the palette with its decades, and the colors of zero and overflow.
 *
 * @param {HTMLElement} root
 * @param {[number, number]} scale
 */
function drawRamp(root, scale) {
  const key = scale.join();
  if (root.dataset['scale'] === key) return;
  root.dataset['scale'] = key;
  const bar = h('canvas', {width: 256, height: 1, class: 'ramp-bar'});
  const context = bar.getContext('2d');
  for (let x = 0; context && x < 256; x += 1) {
    context.fillStyle = css(viridis(x / 255));
    context.fillRect(x, 0, 1, 1);
  }
  const every = Math.ceil((scale[1] - scale[0]) / 6);
  const ticks = [];
  for (let decade = scale[0]; decade <= scale[1]; decade += every) {
    const tick = h('span', {class: 'ramp-tick'}, `10${superscript(decade)}`);
    tick.style.left = `${(100 * (decade - scale[0])) / (scale[1] - scale[0])}%`;
    ticks.push(tick);
  }
  fill(
    root,
    h('span', {class: 'ramp-label'}, 'gradient norm'),
    h('span', {class: 'ramp-scale'}, bar, h('span', {class: 'ramp-ticks'}, ticks)),
    swatch(css(ZERO), 'zero'),
    swatch(css(OVERFLOW), 'not finite'),
  );
}

/**
 * @param {string} color
 * @param {string} text
 */
function swatch(color, text) {
  const chip = h('span', {class: 'chip'});
  chip.style.background = color;
  return h('span', {class: 'ramp-swatch'}, chip, text);
}
