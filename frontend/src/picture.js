/**
 * What stands on the page as a picture: canvases and SVG as they are drawn, and the words beside them.
 */
import {h} from './dom.js';
import {token} from './theme.js';

/** Properties that style sheets give to shapes. */
const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor'];

/** Height of the title, CSS pixels. */
const HEAD = 34;

/**
 * @param {string} title
 * @param {HTMLElement} plot
 * @returns {Promise<Blob>} PNG
 */
export async function picture(title, plot) {
  // A table that is too wide for its window is taken whole.
  const {left, top, width, height} = (plot.querySelector('table') ?? plot).getBoundingClientRect();
  if (width === 0 || !plot.querySelector('canvas, svg')) throw new Error('There is no picture yet.');
  const scale = devicePixelRatio || 1;
  const sheet = h('canvas', {width: Math.round(width * scale), height: Math.round((height + HEAD) * scale)});
  const context = sheet.getContext('2d');
  if (!context) throw new Error('This browser draws nothing.');
  context.scale(scale, scale);
  context.fillStyle = token('--surface');
  context.fillRect(0, 0, width, height + HEAD);
  context.fillStyle = token('--ink');
  context.font = '600 14px system-ui, sans-serif';
  context.fillText(title, 12, 22);
  context.translate(-left, HEAD - top);
  for (const element of plot.querySelectorAll('*')) await draw(context, element);
  return new Promise((done, fail) => sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error('The picture is too large.'))), 'image/png'));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Element} element
 */
async function draw(context, element) {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0 || element.matches('.visually-hidden')) return;
  if (element instanceof HTMLCanvasElement) context.drawImage(element, box.left, box.top, box.width, box.height);
  else if (element instanceof SVGSVGElement) context.drawImage(await imageOf(element, box), box.left, box.top, box.width, box.height);
  else if (element instanceof HTMLElement) words(context, element);
}

/**
 * The words that stand in an element itself, each where it stands, and the colors of a legend.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {HTMLElement} element
 */
function words(context, element) {
  const {backgroundColor, color, fontStyle, fontWeight, fontSize, fontFamily} = getComputedStyle(element);
  const {left, top, width, height, bottom: end} = element.getBoundingClientRect();
  if (element.className === 'chip') {
    context.fillStyle = backgroundColor;
    context.fillRect(left, top, width, height);
  }
  context.fillStyle = color;
  // The shorthand is empty where digits are of equal width.
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const range = document.createRange();
  for (const node of element.childNodes) {
    if (node.nodeType !== Node.TEXT_NODE) continue;
    for (const {0: word, index} of (node.textContent ?? '').matchAll(/\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const place = range.getBoundingClientRect();
      // What is cut off on the page is cut off here.
      if (place.bottom <= end + place.height / 2) context.fillText(word, place.left, place.bottom - place.height / 4);
    }
  }
}

/**
 * An SVG as an image: it is drawn without the page's style sheets, so each shape is given its looks.
 *
 * @param {SVGSVGElement} svg
 * @param {DOMRect} box
 * @returns {Promise<HTMLImageElement>}
 */
async function imageOf(svg, box) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const shapes = [...copy.querySelectorAll('*')];
  [...svg.querySelectorAll('*')].forEach((shape, index) => {
    const style = getComputedStyle(shape);
    for (const look of LOOKS) shapes[index]?.setAttribute(look, style.getPropertyValue(look));
  });
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  const image = new Image(box.width, box.height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
