/**
 * What can be taken from a chart: its numbers, its picture, the question behind it.
 *
 * @import {Framed, Surroundings} from './chartFrame.js'
 */
import {fill, h} from './dom.js';
import {copyButton, failure} from './notices.js';

/**
 * @param {Framed} chart
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
        if (event.key !== 'Escape' || !menu.open) return;
        // What the menu lies in, a layer's drawer, stays open.
        event.stopPropagation();
        menu.open = false;
        menu.querySelector('summary')?.focus();
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
      item('Picture as PNG', async () => {
        const [{picture}] = await Promise.all([import('./picture.js'), around.whole?.()]);
        save(await picture(chart.title, plot), `${chart.id}.png`);
      }),
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
