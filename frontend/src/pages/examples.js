/**
 * Cards that start an example run with one click.
 */
import {freshKey, jobs} from '../api.js';
import {fill, h} from '../dom.js';
import {EXAMPLES, LECTURES, RACE} from '../examples.js';
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
  /** @param {HTMLButtonElement} button */
  const race = async (button) => {
    button.disabled = true;
    try {
      const started = [];
      for (const spec of RACE) started.push(await jobs.start(spec, freshKey()));
      location.hash = link(['compare'], {runs: started.map((job) => job.id).join(','), x: 'epoch', y: 'trainingLoss', log: 'y'});
    } catch (error) {
      button.disabled = false;
      fill(notice, failure(error));
    }
  };
  const cards = EXAMPLES.map((example) => {
    const button = h('button', {type: 'button', class: 'button', 'data-needs': 'write', 'data-example': example.id, 'aria-label': `Run: ${example.title}`, onclick: () => void start(example.spec, button)}, 'Run');
    return card(example, [button, h('a', {'data-needs': 'write', href: link(['new'], {spec: JSON.stringify(example.spec)}), 'aria-label': `Change it first: ${example.title}`}, 'Change it first')]);
  });
  const go = h('button', {type: 'button', class: 'button', 'data-needs': 'write', 'data-example': 'race', 'aria-label': 'Run: Optimizer race', onclick: () => void race(go)}, 'Run');
  const raceCard = card({title: 'Optimizer race', text: 'One network, one seed, the same batches: sgd, momentum, nesterov and adam on the spiral, side by side by epoch.'}, [go]);
  const lectures = LECTURES.map((lecture) => card(lecture, [h('a', {class: 'button', 'data-needs': 'write', 'data-example': lecture.id, href: link(['gallery', lecture.id]), 'aria-label': `Run: ${lecture.title}`}, 'Run')]));
  return h('div', {}, notice, h('ul', {class: 'cards'}, cards, raceCard, lectures));
}

/**
 * @param {{title: string, text: string}} example
 * @param {HTMLElement[]} actions
 */
function card({title, text}, actions) {
  return h('li', {class: 'card'}, h('h2', {}, title), h('p', {}, text), h('p', {class: 'card-actions'}, actions));
}
