/**
 * The request behind a run. What writes it comes when somebody first opens it.
 *
 * @import {Job} from '../types.js'
 */
import {fill, h} from '../dom.js';
import {copyButton, failure} from '../notices.js';

/** As JSON with every default, and as a command. @param {Job} job */
export function requestPanel(job) {
  const body = h('div');
  return h('details', {class: 'panel', ontoggle: () => void open(body, job)}, h('summary', {}, 'The request, with every default'), body);
}

/**
 * @param {HTMLElement} body
 * @param {Job} job
 */
async function open(body, job) {
  if (body.firstChild) return;
  try {
    const {curl, pretty} = await import('../form/draft.js');
    const text = pretty(job.spec, 90);
    const copies = [copyButton(() => text, 'Copy JSON'), copyButton(() => curl(location.origin, job.spec), 'Copy as curl')];
    fill(body, h('pre', {tabindex: '0'}, text), h('p', {class: 'actions'}, copies));
  } catch (error) {
    fill(body, failure(error));
  }
}
