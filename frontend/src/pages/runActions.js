/**
 * What can be done with a run.
 *
 * @import {Job} from '../types.js'
 */
import {freshKey, jobs} from '../api.js';
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
    RETRIED.has(job.state) && retryButton(job),
    allowed.includes('fork') && h('a', {class: 'button quiet', 'data-needs': 'write', 'data-aim': 'fork', href: forkLink(job)}, 'Fork…'),
    h('a', {class: 'button quiet', 'data-needs': 'write', href: link(['new'], {from: job.id})}, 'Run again…'),
    job.startedAt && h('a', {class: 'button quiet', 'data-aim': 'step', href: stepLink(job)}, 'Step through'),
    job.modelId && h('a', {class: 'button quiet', href: link(['models', job.modelId])}, 'Model'),
    allowed.includes('delete') &&
      sureButton('Delete', async () => {
        await jobs.remove(job.id);
        location.hash = link(['runs']);
      }),
  ];
}

/** Leads the links to where the run is now; one that a key switched off stays so. @param {HTMLElement} root @param {Job} job */
export function aim(root, job) {
  root.querySelector('a[data-aim="fork"][href]')?.setAttribute('href', forkLink(job));
  root.querySelector('a[data-aim="step"][href]')?.setAttribute('href', stepLink(job));
}

/** @param {Job} job */
const forkLink = (job) => link(['new'], {fork: job.id, step: forkStep(job)});

/** @param {Job} job */
const stepLink = (job) => link(['runs', job.id, 'steps', String(Math.max(1, lastStep(job)))]);

/** The last step that can be looked at: the one made last, or the one that was not made because the run blew up. @param {Job} job */
export function lastStep({progress, error}) {
  return Math.max(progress?.step ?? 0, error?.step ?? 0);
}

/** Where a fork leaves: where the run is now. One that has no step left is left at its start. @param {Job} job */
function forkStep({progress}) {
  return progress && progress.step > 0 && progress.step < progress.totalSteps ? progress.step : null;
}

/** What ended without its end can be tried once more. */
const RETRIED = new Set(['FAILED', 'CANCELLED']);

/**
 * The same request again, from the start.
 *
 * @param {Job} job
 */
function retryButton(job) {
  const key = freshKey();
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'data-needs': 'write',
      onclick: async () => {
        button.disabled = true;
        try {
          const next = await jobs.fork(job.id, {patch: job.name ? {name: job.name} : {}}, key);
          location.hash = link(['runs', next.id]);
        } catch {
          // What is wrong with it is said by the form.
          button.disabled = false;
          location.hash = link(['new'], {from: job.id});
        }
      },
    },
    'Retry',
  );
  return button;
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
      'data-needs': 'write',
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
