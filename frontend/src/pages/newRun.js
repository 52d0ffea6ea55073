/**
 * The form for a run, made from the catalog. The request it writes is shown beside it, as JSON and as a command.
 *
 * @import {JobSpec} from '../types.js'
 * @import {Page} from './page.js'
 */
import {aborted, catalog as askCatalog, jobs} from '../api.js';
import {fill, h} from '../dom.js';
import {EXAMPLES} from '../examples.js';
import {condense} from '../form/condense.js';
import {mergePatch} from '../form/patch.js';
import {RunForm} from '../form/runForm.js';
import {failure} from '../notices.js';

/** @type {Page} */
export default {
  title: () => 'New run',
  open(root, {query}) {
    const asking = new AbortController();
    const heading = h('h1', {tabindex: '-1'}, 'New run');
    fill(root, h('header', {class: 'page-head'}, heading), h('p', {class: 'help'}, 'Reading the catalog…'));
    const open = async () => {
      try {
        const catalog = await askCatalog();
        const given = await startOf(query, asking.signal);
        const spec = condense(catalog, given);
        if (!asking.signal.aborted) new RunForm(root, catalog, spec, asking.signal, branchOf(query, spec));
      } catch (error) {
        if (!aborted(error)) fill(root, h('header', {class: 'page-head'}, heading), failure(error, () => void open()));
      }
    };
    void open();
    return () => asking.abort();
  },
};

/**
 * The request to begin with: the one in the address, that of another run (with a patch), or an example.
 *
 * @param {URLSearchParams} query
 * @param {AbortSignal} signal
 * @returns {Promise<JobSpec>}
 */
async function startOf(query, signal) {
  const from = query.get('from') ?? query.get('fork');
  if (from) return mergePatch((await jobs.get(from, signal)).spec, readObject(query.get('patch')) ?? {});
  return readObject(query.get('spec')) ?? EXAMPLES[0]?.spec ?? {};
}

/**
 * A branch of a run instead of a run of its own, where the address says so.
 *
 * @param {URLSearchParams} query
 * @param {JobSpec} original as the form first shows it
 * @returns {import('../form/runForm.js').Branch | null}
 */
function branchOf(query, original) {
  const from = query.get('fork');
  const step = Number(query.get('step') ?? NaN);
  return from ? {from, step: Number.isInteger(step) && step > 0 ? step : null, original} : null;
}

/**
 * A JSON object; null for all else, as in an address that was cut off in a mail.
 *
 * @param {string | null} text
 * @returns {Record<string, any> | null}
 */
function readObject(text) {
  try {
    const given = JSON.parse(text ?? 'null');
    return typeof given === 'object' && !Array.isArray(given) ? given : null;
  } catch {
    return null;
  }
}
