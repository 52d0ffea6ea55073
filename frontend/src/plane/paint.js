/**
 * The plane on a canvas.
 *
 * @import {Rgb} from '../color.js'
 * @import {Plane} from '../types.js'
 */
import {css} from '../color.js';
import {h} from '../dom.js';
import {token} from '../theme.js';
import {classToken, numberShade, range} from './colors.js';

/**
 * Fills a canvas with square many cells, row by row from the top.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} cells along each side
 * @param {(cell: number) => Rgb} color
 */
export function paint(canvas, cells, color) {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = new ImageData(cells, cells);
  for (let cell = 0; cell < cells * cells; cell += 1) image.data.set([...color(cell), 255], cell * 4);
  const small = h('canvas', {width: cells, height: cells});
  small.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}

/**
 * The examples over it: discs to learn from, rings of a darker edge to judge by.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 */
export function drawPoints(canvas, plane) {
  const {x, y, points, classes} = plane;
  const context = canvas.getContext('2d');
  if (!context || !points) return;
  const shade = classes ? (/** @type {number} */ value) => token(classToken(value)) : numbersShade(plane);
  const size = canvas.width / 120;
  for (const point of points) {
    const [left, top] = [(canvas.width * (point.x - x.min)) / (x.max - x.min), canvas.height * (1 - (point.y - y.min) / (y.max - y.min))];
    context.beginPath();
    if (point.part === 'training') context.arc(left, top, size, 0, 2 * Math.PI);
    else context.rect(left - size, top - size, 2 * size, 2 * size);
    context.fillStyle = point.part === 'training' ? shade(point.value) : token('--surface');
    context.strokeStyle = point.part === 'training' ? token('--surface') : shade(point.value);
    context.lineWidth = point.part === 'training' ? 1 : size * 0.8;
    context.fill();
    context.stroke();
  }
}

/** @param {Plane} plane */
function numbersShade(plane) {
  const shade = numberShade(range(plane));
  return (/** @type {number} */ value) => css(shade(value));
}

/**
 * A cross over the cell that is read.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} cells
 * @param {number} cell
 */
export function drawCross(canvas, cells, cell) {
  const context = canvas.getContext('2d');
  if (!context) return;
  const side = canvas.width / cells;
  const [left, top] = [((cell % cells) + 0.5) * side, (Math.floor(cell / cells) + 0.5) * side];
  context.strokeStyle = token('--ink');
  context.lineWidth = 1;
  context.strokeRect(left - side / 2, top - side / 2, side, side);
  context.globalAlpha = 0.4;
  context.beginPath();
  context.moveTo(left, 0);
  context.lineTo(left, canvas.height);
  context.moveTo(0, top);
  context.lineTo(canvas.width, top);
  context.stroke();
  context.globalAlpha = 1;
}
