/**
 * A matrix as a picture: blue below zero, orange above; small ones with their numbers.
 */
import {css, signed} from '../color.js';
import {h, say} from '../dom.js';
import {number, plural} from '../format.js';
import {dark} from '../theme.js';

/** Sizes up to which numbers fit into the cells. */
const ROWS = 16;
const COLUMNS = 12;

/** Largest size of the picture, pixels. */
const SIZE = 640;

/**
 * @param {readonly (readonly (number | null)[])[]} values rows
 * @param {string} name
 * @returns {HTMLElement}
 */
export function matrix(values, name) {
  const columns = values[0]?.length ?? 0;
  const most = values.flat().reduce((/** @type {number} */ size, value) => Math.max(size, Math.abs(value ?? 0)), 0) || 1;
  const label = `${name}: ${plural(values.length, 'row')} by ${plural(columns, 'column')}, largest size ${number(most)}`;
  return values.length <= ROWS && columns <= COLUMNS ? table(values, most, label) : picture(values, most, label);
}

/** How strong the strongest color is: numbers stand on it. */
const share = () => (dark() ? 0.45 : 0.7);

/**
 * @param {number | null} value
 * @param {number} most
 */
function shade(value, most) {
  return value === null ? css(dark() ? [110, 20, 48] : [244, 170, 192]) : css(signed((share() * value) / most, dark()));
}

/**
 * @param {readonly (readonly (number | null)[])[]} values
 * @param {number} most
 * @param {string} label
 */
function table(values, most, label) {
  const cell = (/** @type {number | null} */ value) => {
    const td = h('td', {}, value === null ? 'not finite' : number(value));
    td.style.background = shade(value, most);
    return td;
  };
  const rows = values.map((row) => h('tr', {}, row.map(cell)));
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label}, h('table', {class: 'matrix'}, h('tbody', {}, rows)));
}

/**
 * @param {readonly (readonly (number | null)[])[]} values
 * @param {number} most
 * @param {string} label
 */
function picture(values, most, label) {
  const columns = values[0]?.length ?? 0;
  const size = Math.max(1, Math.min(22, Math.floor(SIZE / Math.max(columns, values.length))));
  const canvas = h('canvas', {width: columns * size, height: values.length * size, role: 'img', 'aria-label': label, class: 'matrix-picture'});
  const reading = h('p', {class: 'help'}, 'Point at a cell to read it.');
  const context = canvas.getContext('2d');
  values.forEach((row, y) =>
    row.forEach((value, x) => {
      if (!context) return;
      context.fillStyle = shade(value, most);
      context.fillRect(x * size, y * size, size, size);
    }),
  );
  canvas.addEventListener('pointermove', (event) => {
    const scale = canvas.width / Math.max(1, canvas.clientWidth);
    const [x, y] = [Math.floor((event.offsetX * scale) / size), Math.floor((event.offsetY * scale) / size)];
    const value = values[y]?.[x];
    if (value !== undefined) say(reading, `Row ${y + 1}, column ${x + 1}: ${value === null ? 'not finite' : number(value, 5)}`);
  });
  return h('div', {}, canvas, reading);
}
