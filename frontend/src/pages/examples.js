/**
 * Cards that start an example run with one click.
 */
import {freshKey, jobs} from '../api.js';
import {fill, h} from '../dom.js';
import {EXAMPLES} from '../examples.js';
import {failure} from '../notices.js';
import {link} from '../router.js';

/** @returns {HTMLElement} */
export function exampleCards() {
  const notice = h('div');
  /**
   * @param {import('../types.js').JobSpec} spec
   * @param {HTMLButtonElement} button
   */
  const start = async (spec, button) => {
    button.disabled = true;
    try {
      const job = await jobs.start(spec, freshKey());
      location.hash = link(['runs', job.id]);
    } catch (error) {
      button.disabled = false;
      fill(notice, failure(error));
    }
  };
  const cards = EXAMPLES.map((example) => {
    const button = h('button', {type: 'button', class: 'button', 'data-example': example.id, 'aria-label': `Run: ${example.title}`, onclick: () => void start(example.spec, button)}, 'Run');
    return h(
      'li',
      {class: 'card'},
      h('h2', {}, example.title),
      h('p', {}, example.text),
      h('p', {class: 'card-actions'}, button, h('a', {href: link(['new'], {spec: JSON.stringify(example.spec)})}, 'Change it first')),
    );
  });
  return h('div', {}, notice, h('ul', {class: 'cards'}, cards));
}
