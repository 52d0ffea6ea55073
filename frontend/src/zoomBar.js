/**
 * Which steps the charts of a run show, and the way back to all of them.
 *
 * @import {Series} from './types.js'
 */
import {h, say} from './dom.js';
import {count} from './format.js';

/** @param {() => void} showAll */
export function zoomBar(showAll) {
  const text = h('span');
  const element = h('p', {class: 'zoom-bar', hidden: true}, text, h('button', {type: 'button', class: 'quiet', onclick: showAll}, 'Show all steps'));
  return {
    element,
    /**
     * @param {readonly [number, number] | null} zoom
     * @param {readonly Series[]} series what is known; none: nothing was asked yet
     */
    show(zoom, series) {
      element.hidden = !zoom;
      if (zoom) say(text, `${beyond(zoom, series) ? 'Nothing was reported in steps' : 'Steps'} ${count(zoom[0])} to ${count(zoom[1])}`);
    },
  };
}

/**
 * Whether all series end before a zoom begins.
 *
 * @param {readonly [number, number]} zoom
 * @param {readonly Pick<Series, 'steps'>[]} series
 */
export function beyond([from], series) {
  return series.length > 0 && series.every(({steps}) => (steps.at(-1) ?? -1) < from);
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
