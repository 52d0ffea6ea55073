/**
 * The one place that knows uPlot: a plot over steps with the page's colors, a shared cursor, zoom by drag and by keys.
 *
 * @import {Board, Reading} from './chart.js'
 */
import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import {airy, decadeTicks, isolated, nearest} from '../columns.js';
import {number} from '../format.js';
import {onTheme, token} from '../theme.js';
import {keyboard} from './keys.js';

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {() => string} color
 * @property {number} [width]
 * @property {number} [alpha]
 * @property {boolean} [dashed]
 * @property {boolean} [points] a dot at each value, where there is room for them
 * @property {boolean} [silent] not named in the reading
 * @property {boolean} [hidden] not drawn, only read
 * @property {(value: number) => string} [format]
 *
 * @typedef {object} Shape
 * @property {Line[]} lines
 * @property {[number, number][]} [bands] pairs of lines with the space between them filled with the first one's color
 * @property {boolean} [log] values are log10; ticks show the numbers themselves
 * @property {(low: number, high: number) => [number, number]} [limits] of the y axis
 * @property {number} [height]
 * @property {string} label for screen readers
 *
 * @typedef {object} Content
 * @property {number[]} x
 * @property {(number | null | undefined)[][]} columns one a line
 * @property {[number, number]} range
 */

/** Width of the y axis: equal in all charts, so that equal steps lie above each other. */
export const GUTTER = 58;
const FONT = '11px system-ui, sans-serif';

/**
 * A line plot.
 *
 * @param {HTMLElement} root
 * @param {Shape} shape
 * @param {Content} content
 * @param {Board} board
 */
export function linePlot(root, shape, content, board) {
  const {lines} = shape;
  /** @type {uPlot.Options} */
  const options = {
    ...frame(root, shape.height ?? 240, board.key),
    series: [{}, ...lines.map(seriesOf)],
    bands: (shape.bands ?? []).map(([top, bottom]) => ({series: [top + 1, bottom + 1], fill: fillOf(lines[top])})),
    scales: {x: {time: false, auto: false}, y: {range: (_plot, low, high) => limitsOf(shape, low, high)}},
    axes: [stepAxis(), valueAxis(shape)],
  };
  return mount(root, options, content, board, shape.label, (plot, index) => readLines(plot, lines, index));
}

/** @param {Line} line @returns {uPlot.Series} */
function seriesOf(line) {
  return {
    label: line.label,
    show: !line.hidden,
    stroke: () => withAlpha(line.color(), line.alpha ?? 1),
    width: line.width ?? 1.75,
    ...(line.dashed ? {dash: [5, 4]} : {}),
    points: {
      show: (plot, series, from, to) => line.points === true && roomFor(plot, series, from, to),
      size: 5,
      fill: () => line.color(),
      // null: all of them, where points are shown.
      filter: (plot, series, shown) => (shown ? null : isolated(columnOf(plot, series))),
    },
  };
}

/**
 * Whether dots would stand apart from each other.
 *
 * @param {uPlot} plot
 * @param {number} series
 * @param {number} from
 * @param {number} to
 */
function roomFor(plot, series, from, to) {
  const dots = columnOf(plot, series)
    .slice(from, to + 1)
    .filter((value) => value !== undefined && value !== null).length;
  return dots * 12 < plot.over.clientWidth;
}

/** @param {Line | undefined} line */
function fillOf(line) {
  return () => (line ? withAlpha(line.color(), 0.22) : 'transparent');
}

/**
 * @param {string} color
 * @param {number} alpha
 */
function withAlpha(color, alpha) {
  return alpha >= 1 ? color : `color-mix(in srgb, ${color} ${Math.round(alpha * 100)}%, transparent)`;
}

/**
 * @param {Shape} shape
 * @param {number | null} low
 * @param {number | null} high
 * @returns {[number, number]}
 */
function limitsOf(shape, low, high) {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return shape.log ? [-1, 0] : [0, 1];
  if (shape.limits) return shape.limits(low, high);
  if (!shape.log) return airy([low, high]);
  const air = Math.max(0.05, (high - low) * 0.05);
  return [low - air, high + air];
}

/**
 * What all plots have in common.
 *
 * @param {HTMLElement} root
 * @param {number} height
 * @param {string} key
 * @returns {Pick<uPlot.Options, 'width' | 'height' | 'legend' | 'cursor' | 'padding' | 'pxAlign'>}
 */
export function frame(root, height, key) {
  return {
    width: Math.max(120, root.clientWidth),
    height,
    pxAlign: 0,
    padding: [10, 18, 0, 0],
    legend: {show: false},
    cursor: {
      y: false,
      drag: {x: true, y: false, setScale: false},
      points: {size: 7, width: 1.5},
      sync: {key, scales: ['x', null]},
      dataIdx: (plot, series, index) => (series === 0 ? index : (nearest(columnOf(plot, series), index) ?? index)),
      bind: {dblclick: () => null},
    },
  };
}

/**
 * @param {uPlot} plot
 * @param {number} series
 */
function columnOf(plot, series) {
  return /** @type {import('../columns.js').Values} */ (plot.data[series] ?? []);
}

/** @returns {uPlot.Axis} */
export function stepAxis() {
  return {
    ...axisColors(),
    size: 30,
    gap: 6,
    space: 70,
    incrs: [1, 2, 5].flatMap((part) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((power) => part * 10 ** power)).sort((a, b) => a - b),
    values: (_plot, ticks) => ticks.map((tick) => compact(tick)),
  };
}

/** @param {number} step */
function compact(step) {
  return step >= 10_000 ? `${number(step / 1000, 6)}k` : String(step);
}

/** @param {Shape} shape @returns {uPlot.Axis} */
function valueAxis(shape) {
  /** @type {uPlot.Axis} */
  const axis = {...axisColors(), size: GUTTER, gap: 6, space: 34, values: (_plot, ticks) => ticks.map((tick) => number(tick, 3))};
  if (!shape.log) return axis;
  return {
    ...axis,
    splits: (_plot, _axis, low, high) => decadeTicks(low, high),
    values: (_plot, ticks) => ticks.map((tick) => number(10 ** tick, 1)),
  };
}

/** @returns {Pick<uPlot.Axis, 'stroke' | 'font' | 'grid' | 'ticks'>} */
export function axisColors() {
  return {
    stroke: () => token('--ink-quiet'),
    font: FONT,
    grid: {stroke: () => token('--grid'), width: 1},
    ticks: {show: false},
  };
}

/**
 * The numbers of all lines at an index; without one, the latest.
 *
 * @param {uPlot} plot
 * @param {readonly Line[]} lines
 * @param {number | null} index
 * @returns {Reading[]}
 */
function readLines(plot, lines, index) {
  return lines.flatMap((line, at) => {
    const values = columnOf(plot, at + 1);
    if (line.silent || values.length === 0) return [];
    const place = nearest(values, index ?? values.length - 1);
    const value = place === null ? undefined : values[place];
    if (value === undefined) return [];
    const format = line.format ?? ((number_) => number(number_));
    return [{label: line.label, value: value === null ? 'not finite' : format(value), color: line.color(), dashed: line.dashed ?? false}];
  });
}

/**
 * Puts a plot on the page and keeps it in step with its size, the theme, the pointer and the keys.
 *
 * @param {HTMLElement} root
 * @param {uPlot.Options} options
 * @param {Content} content
 * @param {Board} board
 * @param {string} label
 * @param {(plot: uPlot, index: number | null) => Reading[]} readings
 */
export function mount(root, options, content, board, label, readings) {
  const tell = (/** @type {uPlot} */ plot) => {
    const index = plot.cursor.idx ?? null;
    const step = index === null ? plot.data[0].at(-1) : plot.data[0][index];
    board.read(readings(plot, index), step ?? null);
  };
  const plot = new uPlot(
    {
      ...options,
      hooks: {
        ...options.hooks,
        setCursor: [tell],
        setSelect: [(self) => select(self, board)],
        ready: [(self) => self.over.addEventListener('dblclick', () => board.zoom(null))],
      },
    },
    [content.x, ...content.columns],
    root,
  );
  show(plot, content);
  tell(plot);
  keyboard(root, plot, board, label);
  const size = new ResizeObserver(() => {
    const width = root.clientWidth;
    if (width > 0 && Math.abs(width - plot.width) >= 1) plot.setSize({width, height: plot.height});
  });
  size.observe(root);
  const offTheme = onTheme(() => plot.redraw(false));
  return {
    plot,
    /** @param {Content} next */
    show(next) {
      show(plot, next);
      tell(plot);
    },
    destroy() {
      offTheme();
      size.disconnect();
      plot.destroy();
    },
  };
}

/**
 * @param {uPlot} plot
 * @param {Content} content
 */
function show(plot, content) {
  plot.batch(() => {
    plot.setData([content.x, ...content.columns], false);
    plot.setScale('x', {min: content.range[0], max: content.range[1]});
  });
}

/**
 * A drag of some width becomes a zoom.
 *
 * @param {uPlot} plot
 * @param {Board} board
 */
function select(plot, board) {
  const {left, width} = plot.select;
  if (width < 6) return;
  const from = Math.floor(plot.posToVal(left, 'x'));
  const to = Math.ceil(plot.posToVal(left + width, 'x'));
  plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
  if (to > from) board.zoom([Math.max(0, from), to]);
}
