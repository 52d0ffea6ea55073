/**
 * The one place that knows uPlot: a plot over steps with the page's colors, a shared cursor, zoom by drag and by keys.
 *
 * @import {Board, Mark, Reading} from './chart.js'
 */
import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import {withAlpha} from '../color.js';
import {airy, firstFrom, isolated, log10, nearest} from '../columns.js';
import {number} from '../format.js';
import {onTheme, token} from '../theme.js';
import {stepAxis, valueAxis} from './axes.js';
import {keyboard} from './keys.js';
import {drawMarks, marksAt} from './marks.js';
import {panning} from './pan.js';

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
 * @property {boolean} [log] a logarithmic y axis; what has no logarithm is a gap of the line, and read as it is
 * @property {(low: number, high: number) => [number, number]} [limits] of the y axis, log10 where it is logarithmic
 * @property {number} [height]
 * @property {{log?: boolean, format?: (value: number) => string}} [x] of the x axis, where it is not steps
 * @property {[number, number, string][]} [zones] bands of the y axis with their color token, drawn behind the lines
 * @property {string} label for screen readers
 *
 * @typedef {object} Content
 * @property {number[]} x
 * @property {(number | null | undefined)[][]} columns one a line
 * @property {[number, number]} range
 * @property {readonly Mark[]} [marks] places where something was found
 *
 * @typedef {Content & {told?: Content['columns']}} Drawn the columns that are drawn, and what is read in their place
 */

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
    ...frame(root, shape.height ?? 240, board),
    series: [{}, ...lines.map(seriesOf)],
    bands: (shape.bands ?? []).map(([top, bottom]) => ({series: [top + 1, bottom + 1], fill: fillOf(lines[top])})),
    scales: {x: {time: false, auto: false}, y: {range: (_plot, low, high) => limitsOf(shape, low, high)}},
    axes: [stepAxis(shape.x), valueAxis(shape)],
    hooks: {drawAxes: [(plot) => paintZones(plot, shape)]},
  };
  const drawn = (/** @type {Content} */ given) => (shape.log ? {...given, columns: given.columns.map(log10), told: given.columns} : given);
  const plot = mount(root, options, drawn(content), board, shape.label, (self, index, told) => readLines(self, lines, told, index));
  return {...plot, show: (/** @type {Content} */ next) => plot.show(drawn(next))};
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
  return dots * 12 < plot.bbox.width / devicePixelRatio;
}

/** @param {Line | undefined} line */
function fillOf(line) {
  return () => (line ? withAlpha(line.color(), 0.22) : 'transparent');
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
 * @param {Board} board
 * @returns {Pick<uPlot.Options, 'width' | 'height' | 'legend' | 'cursor' | 'padding' | 'pxAlign'>}
 */
export function frame(root, height, {key, width}) {
  return {
    width: Math.max(120, width ?? root.clientWidth),
    height,
    pxAlign: 0,
    padding: [10, 18, 0, 0],
    legend: {show: false},
    cursor: {
      y: false,
      drag: {x: true, y: false, setScale: false},
      points: {size: 7, width: 1.5},
      // The cursor is shared, the drag is one chart's own: else each chart would zoom again into what another one has just zoomed to.
      sync: {key, scales: ['x', null], filters: {pub: (type) => type === 'mousemove' || type === 'mouseleave', sub: () => true}},
      dataIdx: (plot, series, index) => (series === 0 ? index : (nearest(columnOf(plot, series), index) ?? index)),
      // With the shift key a drag moves the picture.
      bind: {dblclick: () => null, mousedown: (_plot, _target, select) => (event) => (event.shiftKey ? null : select(event))},
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

/**
 * @param {uPlot} plot
 * @param {Shape} shape
 */
function paintZones(plot, shape) {
  for (const [low, high, color] of shape.zones ?? []) {
    const top = plot.valToPos(high, 'y', true);
    plot.ctx.save();
    plot.ctx.fillStyle = token(color);
    plot.ctx.beginPath();
    plot.ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
    plot.ctx.clip();
    plot.ctx.fillRect(plot.bbox.left, top, plot.bbox.width, plot.valToPos(low, 'y', true) - top);
    plot.ctx.restore();
  }
}

/**
 * The numbers of all lines at an index; without one, the latest that are seen.
 *
 * @param {uPlot} plot
 * @param {readonly Line[]} lines
 * @param {Drawn['told']} told
 * @param {number | null} index
 * @returns {Reading[]}
 */
function readLines(plot, lines, told, index) {
  return lines.flatMap((line, at) => {
    const values = columnOf(plot, at + 1);
    if (line.silent || values.length === 0) return [];
    const place = nearest(values, index ?? lastSeen(plot));
    const value = place === null ? undefined : (told?.[at] ?? values)[place];
    if (value === undefined) return [];
    const format = line.format ?? ((number_) => number(number_));
    return [{label: line.label, value: value === null ? 'not finite' : format(value), color: line.color(), dashed: line.dashed ?? false}];
  });
}

/** The index of the last step that is seen. @param {uPlot} plot */
function lastSeen(plot) {
  const x = /** @type {number[]} */ (plot.data[0]);
  const {max} = plot.scales['x'] ?? {};
  const after = firstFrom(x, max ?? Infinity);
  return Math.max(0, x[after] === max ? after : after - 1);
}

/**
 * Puts a plot on the page and keeps it in step with its size, the theme, the pointer and the keys.
 *
 * @param {HTMLElement} root
 * @param {uPlot.Options} options
 * @param {Drawn} content
 * @param {Board} board
 * @param {string} label
 * @param {(plot: uPlot, index: number | null, told: Drawn['told']) => Reading[]} readings
 * @param {(layer: string | null) => number | null} [rowOf] the y value of a layer's row, where layers are rows
 * @param {(plot: uPlot, index: number | null) => number | undefined} [stepAt] the step that is read, where that is not the nearest one
 */
export function mount(root, options, content, board, label, readings, rowOf, stepAt) {
  let {marks = [], told} = content;
  const tell = (/** @type {uPlot} */ plot) => {
    const at = plot.cursor.idx ?? null;
    const index = at !== null && at < plot.data[0].length ? at : null;
    const step = stepAt?.(plot, index) ?? plot.data[0][index ?? lastSeen(plot)];
    board.read([...readings(plot, index, told), ...(index === null ? [] : marksAt(plot, marks))], step ?? null);
  };
  const plot = new uPlot(
    {
      ...options,
      scales: {...options.scales, x: {...options.scales?.['x'], ...edges(content)}},
      hooks: {
        ...options.hooks,
        draw: [(self) => drawMarks(self, marks, rowOf)],
        setCursor: [tell],
        setSelect: [(self) => select(self, board)],
        ready: [tell, (self) => self.over.addEventListener('dblclick', () => board.zoom(null))],
      },
    },
    [content.x, ...content.columns],
    root,
  );
  keyboard(root, plot, board, label);
  panning(plot, board);
  const size = new ResizeObserver(() => {
    const width = root.clientWidth;
    if (width > 0 && Math.abs(width - plot.width) >= 1) plot.setSize({width, height: plot.height});
  });
  size.observe(root);
  const offTheme = onTheme(() => plot.redraw(false));
  return {
    plot,
    /** @param {Drawn} next */
    show(next) {
      ({marks = [], told} = next);
      show(plot, next);
      // The cursor stays where it is; what lies under it is another index now.
      const {left = -1, top = -1} = plot.cursor;
      if (left >= 0) plot.setCursor({left, top}, false);
      tell(plot);
    },
    /** @param {[number, number]} range */
    move([min, max]) {
      plot.setScale('x', {min, max});
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
    plot.setScale('x', edges(content));
  });
}

/** @param {Content} content */
function edges({range: [min, max]}) {
  return {min, max};
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
  const range = /** @type {[number, number]} */ ([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
  plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
  board.zoom(range);
}
