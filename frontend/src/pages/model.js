/**
 * A model: what it is, and what it says about a row.
 *
 * @import {Page} from './page.js'
 */
import {BASE, aborted, models} from '../api.js';
import {fill, h} from '../dom.js';
import {pretty} from '../form/draft.js';
import {failure} from '../parts.js';
import {link} from '../router.js';

/** @type {Page} */
export default {
  title: () => 'Model',
  open(root, {path}) {
    const asking = new AbortController();
    const id = path[1] ?? '';
    const heading = h('h1', {tabindex: '-1'}, 'Model');
    const crumbs = h('p', {class: 'crumbs'}, h('a', {href: link(['runs'])}, 'Runs'));
    const show = async () => {
      try {
        const model = await models.get(id, asking.signal);
        fill(root, crumbs, h('header', {class: 'page-head'}, heading, links(id, model)), predictor(id, model), description(model));
      } catch (error) {
        if (!aborted(error)) fill(root, crumbs, heading, failure(error, () => void show()));
      }
    };
    fill(root, crumbs, heading);
    void show();
    return () => asking.abort();
  },
};

/**
 * @param {string} id
 * @param {any} model
 */
function links(id, model) {
  const job = model.jobId ?? model.runId;
  return h(
    'div',
    {class: 'actions'},
    job && h('a', {class: 'button quiet', href: link(['runs', job])}, 'Its run'),
    h('a', {class: 'button quiet', href: `${BASE}/models/${encodeURIComponent(id)}/parameters`}, 'Parameters (JSON)'),
  );
}

/**
 * One row in, one prediction out.
 *
 * @param {string} id
 * @param {any} model
 */
function predictor(id, model) {
  const features = featuresOf(model);
  if (features.length === 0) return null;
  const result = h('pre', {'aria-live': 'polite', hidden: true});
  const inputs = features.map((name, index) => ({name, input: h('input', {type: 'text', id: `f${index}`, autocomplete: 'off'})}));
  const predict = async () => {
    result.hidden = false;
    try {
      const row = Object.fromEntries(inputs.map(({name, input}) => [name, valueOf(input.value)]));
      const answer = await models.predict(id, [row]);
      result.textContent = pretty(answer.predictions[0], 90);
    } catch (error) {
      result.replaceChildren(failure(error));
    }
  };
  return h(
    'form',
    {
      class: 'panel',
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void predict();
      },
    },
    h('h2', {}, 'Predict'),
    h('div', {class: 'grid'}, inputs.map(({name, input}) => h('div', {class: 'field'}, h('label', {for: input.id}, name), input))),
    h('p', {class: 'actions'}, h('button', {class: 'button'}, 'Predict')),
    result,
  );
}

/** @param {any} model @returns {string[]} */
function featuresOf(model) {
  const list = model.features ?? model.encoding?.features ?? [];
  return list.map((/** @type {any} */ feature) => (typeof feature === 'string' ? feature : feature.name));
}

/** @param {string} text */
function valueOf(text) {
  const trimmed = text.trim();
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/** @param {any} model */
function description(model) {
  return h('section', {class: 'panel'}, h('h2', {}, 'All that is known of it'), h('pre', {tabindex: '0'}, pretty(model, 100)));
}
