/**
 * A model: what it learned, and what it says about a row.
 *
 * @import {Page} from './page.js'
 */
import {aborted, models} from '../api.js';
import {save} from '../chartTools.js';
import {fill, h, say} from '../dom.js';
import {age, count, number, percent, words} from '../format.js';
import {pretty} from '../form/draft.js';
import {failure} from '../notices.js';
import {link} from '../router.js';

/** @typedef {{name: string, offset?: number, categories?: string[]}} Feature */
/** @typedef {Record<string, any> & {name?: string, target?: string, features?: Feature[], classes?: string[]}} Model */

/** Files that the server makes of a model. */
const FORMATS = ['onnx', 'npz', 'json', 'safetensors'];

/** @type {Page} */
export default {
  title: () => 'Model',
  open(root, {path}) {
    const asking = new AbortController();
    const id = path[1] ?? '';
    const crumbs = h('p', {class: 'crumbs'}, h('a', {href: link(['runs'])}, 'Runs'));
    const show = async () => {
      try {
        const model = /** @type {Model} */ (await models.get(id, asking.signal));
        const name = `Model of ${model.name ?? 'a run'}`;
        document.title = `${name} · Chainrule`;
        fill(root, crumbs, h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, name), links(id, model)), facts(model), predictor(id, model), description(model));
      } catch (error) {
        if (!aborted(error)) fill(root, crumbs, h('h1', {tabindex: '-1'}, 'Model'), failure(error, () => void show()));
      }
    };
    fill(root, crumbs, h('h1', {tabindex: '-1'}, 'Model'));
    void show();
    return () => asking.abort();
  },
};

/**
 * @param {string} id
 * @param {Model} model
 */
function links(id, model) {
  const job = model['jobId'];
  const notice = h('span', {class: 'fault', role: 'alert'});
  const take = async (/** @type {string} */ format) => {
    try {
      save(await models.export(id, format), `model-${id}.${format}`);
      say(notice, '');
    } catch (error) {
      say(notice, error instanceof Error ? error.message : String(error));
    }
  };
  const downloads = FORMATS.map((format) => h('button', {type: 'button', class: 'quiet', 'aria-label': `Download as ${format}`, onclick: () => void take(format)}, format));
  return h('div', {class: 'actions'}, job && h('a', {class: 'button quiet', href: link(['runs', job])}, 'Its run'), downloads, notice);
}

/** @param {Model} model */
function facts(model) {
  const parts = [
    model.target && `predicts ${model.target}`,
    model.classes?.length ? `${count(model.classes.length)} classes` : model['task'] && words(model['task']),
    model['parameters'] !== undefined && `${count(model['parameters'])} parameters`,
    model['seed'] !== undefined && `seed ${model['seed']}`,
    `made ${age(model['createdAt'])}`,
  ];
  return h('p', {class: 'summary'}, parts.filter(Boolean).join(' · '));
}

/**
 * One row in, one prediction out. The inputs begin with the training data's typical values.
 *
 * @param {string} id
 * @param {Model} model
 */
function predictor(id, model) {
  const features = model.features ?? [];
  // Hundreds of inputs (the pixels of a picture) are nothing to type.
  if (features.length === 0 || features.length > 60) return null;
  const result = h('div', {class: 'prediction', 'aria-live': 'polite'});
  const inputs = features.map((feature, index) => ({feature, input: inputOf(feature, `feature-${index}`)}));
  const predict = async () => {
    try {
      const row = Object.fromEntries(inputs.map(({feature, input}) => [feature.name, valueOf(feature, input.value)]));
      const {predictions} = await models.predict(id, [row]);
      fill(result, predicted(predictions[0] ?? {}, model.target ?? ''));
    } catch (error) {
      fill(result, failure(error));
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
    h('div', {class: 'grid'}, inputs.map(({feature, input}) => h('div', {class: 'field'}, h('label', {for: input.id}, feature.name), input))),
    h('p', {class: 'actions'}, h('button', {class: 'button', 'data-needs': 'write'}, 'Predict')),
    result,
  );
}

/**
 * @param {Feature} feature
 * @param {string} id
 */
function inputOf(feature, id) {
  if (feature.categories) return h('select', {id}, feature.categories.map((category) => h('option', {value: category}, category)));
  const typical = feature.offset === undefined ? '' : String(Number(feature.offset.toPrecision(3)));
  return h('input', {type: 'text', inputmode: 'decimal', id, autocomplete: 'off', value: typical});
}

/**
 * @param {Feature} feature
 * @param {string} text
 */
function valueOf(feature, text) {
  const trimmed = text.trim();
  return !feature.categories && trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/**
 * The answer, and the probability of each class as a bar.
 *
 * @param {Record<string, any>} prediction
 * @param {string} target
 */
function predicted(prediction, target) {
  const value = prediction[target];
  const probabilities = Object.entries(/** @type {Record<string, number>} */ (prediction['probabilities'] ?? {}));
  return [
    h('p', {class: 'answer'}, `${target}: `, h('strong', {}, typeof value === 'number' ? number(value, 5) : String(value ?? ''))),
    h(
      'dl',
      {class: 'bars'},
      probabilities.slice(0, 20).map(([name, share]) =>
        h('div', {}, h('dt', {}, name), h('dd', {}, h('progress', {max: 1, value: share, 'aria-label': name}), percent(share))),
      ),
    ),
  ];
}

/** @param {Model} model */
function description(model) {
  return h('details', {class: 'panel'}, h('summary', {}, 'All that is known of it'), h('pre', {tabindex: '0'}, pretty(model, 90)));
}
