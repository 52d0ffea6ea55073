/**
 * Charts by keyboard.
 *
 * @import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js'
 * @import {Board} from './chart.js'
 */
import {firstFrom} from '../columns.js';
import {shift} from './pan.js';

/**
 * Arrows move the cursor, + and - zoom about it, Page Up and Page Down move the picture, 0 and Escape show everything.
 *
 * @param {HTMLElement} root
 * @param {uPlot} plot
 * @param {Board} board
 * @param {string} label
 */
export function keyboard(root, plot, board, label) {
  root.tabIndex = 0;
  root.setAttribute('role', 'application');
  root.setAttribute('aria-roledescription', 'chart');
  root.setAttribute('aria-label', `${label} Arrow keys read values, plus and minus zoom, Page Up and Page Down move along, 0 shows everything.`);
  root.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const handler = KEYS[event.key];
    if (!handler) return;
    event.preventDefault();
    handler(plot, board, event.shiftKey ? 10 : 1);
  });
}

/** @type {Record<string, (plot: uPlot, board: Board, stride: number) => void>} */
const KEYS = {
  ArrowLeft: (plot, _board, stride) => moveCursor(plot, -stride),
  ArrowRight: (plot, _board, stride) => moveCursor(plot, stride),
  Home: (plot) => moveCursor(plot, -Infinity),
  End: (plot) => moveCursor(plot, Infinity),
  '+': (plot, board) => zoomBy(plot, board, 0.5),
  '=': (plot, board) => zoomBy(plot, board, 0.5),
  '-': (plot, board) => zoomBy(plot, board, 2),
  PageUp: (plot, board) => shift(plot, board, -plot.over.clientWidth / 2),
  PageDown: (plot, board) => shift(plot, board, plot.over.clientWidth / 2),
  0: (_plot, board) => board.zoom(null),
  Escape: (_plot, board) => board.zoom(null),
};

/**
 * Moves to another of the steps that are seen. What lies outside of the zoom has no place for a cursor.
 *
 * @param {uPlot} plot
 * @param {number} by
 */
function moveCursor(plot, by) {
  const x = /** @type {number[]} */ (plot.data[0]);
  const {min, max} = plot.scales['x'] ?? {};
  const first = firstFrom(x, min ?? -Infinity);
  const after = firstFrom(x, max ?? Infinity);
  const last = x[after] === max ? after : after - 1;
  if (last < first) return;
  const index = Math.min(last, Math.max(first, (plot.cursor.idx ?? (by > 0 ? first - 1 : last + 1)) + by));
  // A step at the very edge may lie a rounding error outside, and a cursor outside reads nothing.
  const left = Math.min(plot.over.clientWidth, Math.max(0, plot.valToPos(x[index] ?? 0, 'x')));
  // The third argument tells the other charts; it is missing in the types.
  /** @type {any} */ (plot).setCursor({left, top: plot.over.clientHeight / 2}, true, true);
}

/**
 * @param {uPlot} plot
 * @param {Board} board
 * @param {number} factor
 */
function zoomBy(plot, board, factor) {
  const {min = 0, max = 1} = plot.scales['x'] ?? {};
  const span = ((max ?? 1) - (min ?? 0)) * factor;
  const left = plot.cursor.left ?? -1;
  const middle = left >= 0 ? plot.posToVal(left, 'x') : ((min ?? 0) + (max ?? 1)) / 2;
  board.zoom([middle - span / 2, middle + span / 2]);
}
