/**
 * The request behind a run.
 *
 * @import {Job} from '../types.js'
 */
import {h} from '../dom.js';
import {curl, pretty} from '../form/draft.js';
import {copyButton} from '../notices.js';

/** As JSON with every default, and as a command. @param {Job} job */
export function requestPanel(job) {
  const text = pretty(job.spec, 90);
  return h(
    'details',
    {class: 'panel'},
    h('summary', {}, 'The request, with every default'),
    h('pre', {tabindex: '0'}, text),
    h(
      'p',
      {class: 'actions'},
      copyButton(() => text, 'Copy JSON'),
      copyButton(() => curl(location.origin, job.spec), 'Copy as curl'),
    ),
  );
}
