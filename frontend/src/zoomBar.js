/**
 * Which steps the charts of a run show, and the way back to all of them.
 */
import {h, say} from './dom.js';
import {count} from './format.js';

/** @param {() => void} showAll */
export function zoomBar(showAll) {
  const text = h('span');
  const element = h('p', {class: 'zoom-bar', hidden: true}, text, h('button', {type: 'button', class: 'quiet', onclick: showAll}, 'Show all steps'));
  return {
    element,
    /** @param {readonly [number, number] | null} zoom */
    show(zoom) {
      element.hidden = !zoom;
      if (zoom) say(text, `Steps ${count(zoom[0])} to ${count(zoom[1])}`);
    },
  };
}

/**
 * The steps that an address asks for.
 *
 * @param {URLSearchParams} query
 * @returns {[number, number] | null}
 */
export function zoomOf(query) {
  const from = Number(query.get('from') ?? NaN);
  const to = Number(query.get('to') ?? NaN);
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to > from ? [from, to] : null;
}
