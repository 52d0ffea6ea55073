/**
 * Moves and stretches a chart by hand: wheel sideways or with shift, pinch, drag with shift, one finger sideways.
 *
 * @import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js'
 * @import {Board} from './chart.js'
 */

/** Pixels of a wheel's notch that is told in lines. */
const LINE = 16;

/** Wheel pixels that stretch the picture by e. */
const PINCH = 240;

/**
 * @param {uPlot} plot
 * @param {Board} board
 */
export function panning(plot, board) {
  if (!board.pan) return;
  const {over} = plot;
  over.addEventListener('wheel', (event) => wheel(plot, board, event), {passive: false});
  over.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && !(event.shiftKey && event.button === 0)) return;
    let last = event.clientX;
    const move = (/** @type {PointerEvent} */ now) => {
      if (now.pointerId !== event.pointerId) return;
      shift(plot, board, last - now.clientX);
      last = now.clientX;
    };
    const end = () => {
      over.removeEventListener('pointermove', move);
      over.classList.remove('held');
    };
    over.setPointerCapture(event.pointerId);
    over.classList.add('held');
    over.addEventListener('pointermove', move);
    for (const name of ['pointerup', 'pointercancel']) over.addEventListener(name, end, {once: true});
  });
}

/**
 * @param {uPlot} plot
 * @param {Board} board
 * @param {WheelEvent} event a pinch comes as a wheel with the control key
 */
function wheel(plot, board, event) {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
  const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
  if (event.ctrlKey) stretch(plot, board, event.offsetX, Math.exp((event.deltaY * unit) / PINCH));
  else if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) shift(plot, board, sideways * unit);
  else return;
  event.preventDefault();
}

/**
 * Moves by pixels: to the right where they are positive. Several moves may come between two frames: each starts from the one before.
 *
 * @param {uPlot} plot
 * @param {Board} board
 * @param {number} pixels
 */
export function shift(plot, board, pixels) {
  const share = pixels / Math.max(1, plot.over.clientWidth);
  board.pan?.(([min, max]) => [min + (max - min) * share, max + (max - min) * share]);
}

/**
 * Stretches about a place.
 *
 * @param {uPlot} plot
 * @param {Board} board
 * @param {number} left pixels
 * @param {number} factor of the range
 */
function stretch(plot, board, left, factor) {
  const share = left / Math.max(1, plot.over.clientWidth);
  board.pan?.(([min, max]) => {
    const middle = min + (max - min) * share;
    return [middle - (middle - min) * factor, middle + (max - middle) * factor];
  });
}
