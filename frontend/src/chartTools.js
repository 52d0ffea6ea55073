/**
 * What can be taken from a chart: its numbers, its picture, the question behind it.
 *
 * @import {Chart} from './charts/chart.js'
 * @import {Surroundings} from './chartFrame.js'
 */
import {fill, h} from './dom.js';
import {copyButton, failure} from './notices.js';
import {token} from './theme.js';

/**
 * @param {Chart} chart
 * @param {HTMLElement} plot
 * @param {Surroundings} around
 * @returns {{menu: HTMLElement, result: HTMLElement}}
 */
export function chartTools(chart, plot, around) {
  const result = h('div', {class: 'tool-result', hidden: true});
  /** @param {() => Promise<void>} task */
  const doing = (task) => async () => {
    menu.open = false;
    result.hidden = true;
    try {
      await task();
    } catch (error) {
      result.hidden = false;
      fill(result, failure(error));
    }
  };
  const showCurl = async () => {
    const close = h('button', {type: 'button', class: 'quiet', onclick: () => (result.hidden = true)}, 'Close');
    fill(result, h('pre', {tabindex: '0'}, around.curl()), h('p', {class: 'actions'}, copyButton(around.curl, 'Copy'), close));
    result.hidden = false;
  };
  const item = (/** @type {string} */ text, /** @type {() => Promise<void>} */ task) => h('button', {type: 'button', onclick: doing(task)}, text);
  const menu = h(
    'details',
    {
      class: 'menu',
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Escape') menu.open = false;
      },
      onfocusout: (/** @type {FocusEvent} */ event) => {
        if (!menu.contains(/** @type {Node | null} */ (event.relatedTarget))) menu.open = false;
      },
    },
    h('summary', {class: 'tool', 'aria-label': `Take “${chart.title}” with you`, title: 'CSV, PNG, curl'}, '⋯'),
    h(
      'div',
      {class: 'menu-items'},
      item('Numbers as CSV', async () => save(await around.csv(), `${chart.id}.csv`)),
      item('Picture as PNG', async () => save(await picture(chart, plot), `${chart.id}.png`)),
      item('As curl', showCurl),
    ),
  );
  return {menu, result};
}

/**
 * Hands a file to the browser.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  h('a', {href: address, download: name}).click();
  // The browser reads it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * The chart with its title on the page's surface.
 *
 * @param {Chart} chart
 * @param {HTMLElement} plot
 * @returns {Promise<Blob>}
 */
function picture(chart, plot) {
  const drawn = plot.querySelector('canvas');
  if (!drawn || drawn.width === 0) throw new Error('There is no picture yet.');
  const scale = devicePixelRatio || 1;
  const head = Math.round(34 * scale);
  const sheet = h('canvas', {width: drawn.width, height: drawn.height + head});
  const context = sheet.getContext('2d');
  if (!context) throw new Error('This browser draws nothing.');
  context.fillStyle = token('--surface');
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.fillStyle = token('--ink');
  context.font = `600 ${Math.round(14 * scale)}px system-ui, sans-serif`;
  context.fillText(chart.title, 12 * scale, 22 * scale);
  context.drawImage(drawn, 0, head);
  return new Promise((done, fail) => sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error('The picture is too large.'))), 'image/png'));
}
