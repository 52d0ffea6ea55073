/**
 * What can be done with a run.
 *
 * @import {Job} from '../types.js'
 */
import {jobs} from '../api.js';
import {h} from '../dom.js';
import {title} from '../format.js';
import {sureButton} from '../notices.js';
import {link} from '../router.js';

/**
 * Buttons for what the server allows now, and links that are always there.
 *
 * @param {Job} job
 * @param {(action: string) => Promise<void>} act
 * @returns {(HTMLElement | false | null | undefined | '')[]}
 */
export function runActions(job, act) {
  const allowed = job.allowedActions ?? [];
  return [
    ...['pause', 'resume', 'cancel'].filter((action) => allowed.includes(action)).map((action) => actionButton(action, act)),
    h('a', {class: 'button quiet', href: link(['new'], {from: job.id})}, 'Run again…'),
    job.modelId && h('a', {class: 'button quiet', href: link(['models', job.modelId])}, 'Model'),
    allowed.includes('delete') &&
      sureButton('Delete', async () => {
        await jobs.remove(job.id);
        location.hash = link(['runs']);
      }),
  ];
}

/**
 * @param {string} action
 * @param {(action: string) => Promise<void>} act
 */
function actionButton(action, act) {
  const button = h(
    'button',
    {
      type: 'button',
      class: action === 'cancel' ? 'quiet danger' : 'quiet',
      onclick: async () => {
        button.disabled = true;
        await act(action);
        button.disabled = false;
      },
    },
    title(action),
  );
  return button;
}
