/**
 * Marks where something was found: a dashed line over the plot with a diamond, in the row of its layer where layers are rows.
 *
 * @import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js'
 * @import {Mark, Reading} from './chart.js'
 */
import {token} from '../theme.js';

/** How near a mark the cursor has to be to read it, pixels. */
const NEAR = 9;

/**
 * @param {uPlot} plot
 * @param {readonly Mark[]} marks
 * @param {(layer: string | null) => number | null} [rowOf]
 */
export function drawMarks(plot, marks, rowOf) {
  const {left, top, width, height} = plot.bbox;
  const scale = devicePixelRatio || 1;
  const {ctx} = plot;
  ctx.save();
  for (const mark of marks) {
    const x = plot.valToPos(mark.step, 'x', true);
    if (x < left - 1 || x > left + width + 1) continue;
    const row = rowOf?.(mark.layer) ?? null;
    const y = row === null ? top + 7 * scale : plot.valToPos(row, 'y', true);
    ctx.strokeStyle = token(colorOf(mark));
    ctx.lineWidth = scale;
    ctx.setLineDash([4 * scale, 3 * scale]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    if (!rowOf) ctx.stroke();
    diamond(ctx, Math.max(x, left + 6 * scale), y, 6 * scale, token(colorOf(mark)));
  }
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} color
 */
function diamond(ctx, x, y, radius, color) {
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, y - radius);
  ctx.lineTo(x + radius, y);
  ctx.lineTo(x, y + radius);
  ctx.lineTo(x - radius, y);
  ctx.closePath();
  ctx.fillStyle = token('--surface');
  ctx.strokeStyle = color;
  ctx.lineWidth = radius / 3;
  ctx.fill();
  ctx.stroke();
}

/** @param {Mark} mark */
function colorOf(mark) {
  return mark.severity === 'ERROR' ? '--bad' : '--warn';
}

/**
 * What was found at the cursor.
 *
 * @param {uPlot} plot
 * @param {readonly Mark[]} marks
 * @returns {Reading[]}
 */
export function marksAt(plot, marks) {
  const left = plot.cursor.left ?? -1;
  if (left < 0) return [];
  return marks
    .filter((mark) => Math.abs(plot.valToPos(mark.step, 'x') - left) <= NEAR)
    .map((mark) => ({label: mark.layer ? `found at ${mark.layer}` : 'found', value: mark.title, color: token(colorOf(mark))}));
}
