/**
 * A request without what is default anyway: what a person would have written.
 *
 * @import {Catalog, Field, JobSpec} from '../types.js'
 */
import {expand, memberOf, put, same, shorten} from './draft.js';

/**
 * @param {Catalog} catalog
 * @param {JobSpec} spec with or without its defaults
 * @returns {JobSpec}
 */
export function condense(catalog, spec) {
  return fieldsOf(catalog.records['job']?.fields ?? [], unnamed(spec), catalog);
}

/**
 * Without the names that layers get by themselves: layer1, layer2, … and output.
 *
 * @param {JobSpec} spec
 * @returns {JobSpec}
 */
function unnamed(spec) {
  const model = spec['model'];
  if (!Array.isArray(model?.layers)) return spec;
  const plain = (/** @type {any} */ layer, /** @type {string} */ name) => (layer?.name === name ? put(layer, 'name', undefined) : layer);
  const layers = model.layers.map((/** @type {any} */ layer, /** @type {number} */ index) => plain(layer, `layer${index + 1}`));
  return {...spec, model: {...model, layers, ...(model.output ? {output: plain(model.output, 'output')} : {})}};
}

/**
 * The fields of an object that say something; names that are not described stay.
 *
 * @param {readonly Field[]} fields
 * @param {Record<string, any>} object
 * @param {Catalog} catalog
 * @returns {Record<string, any>}
 */
function fieldsOf(fields, object, catalog) {
  /** @type {Record<string, any>} */
  const out = {};
  for (const [name, value] of Object.entries(object)) {
    const field = fields.find((one) => one.name === name);
    const short = field ? valueOf(field, value, catalog) : value;
    if (!field || !same(short, valueOf(field, usual(field), catalog))) out[name] = short;
  }
  return out;
}

/**
 * What a field is when it is left out; undefined where it must be given.
 *
 * @param {Field} field
 */
function usual(field) {
  return field.default === undefined && field.nullable ? null : field.default;
}

/**
 * @param {Field} field
 * @param {any} value
 * @param {Catalog} catalog
 * @returns {any}
 */
function valueOf(field, value, catalog) {
  if (value === null || value === undefined) return value;
  if (field.type === 'family') return memberValue(field.family ?? '', value, catalog);
  if (field.type === 'record') return fieldsOf(catalog.records[field.record ?? '']?.fields ?? [], value, catalog);
  if (field.type === 'list' && field.family && Array.isArray(value)) return value.map((one) => memberValue(field.family ?? '', one, catalog));
  return value;
}

/**
 * @param {string} family
 * @param {any} value
 * @param {Catalog} catalog
 */
function memberValue(family, value, catalog) {
  const {type, ...rest} = expand(catalog, family, value) ?? {};
  if (!type) return value;
  return shorten(catalog, family, {type, ...fieldsOf(memberOf(catalog, family, type)?.fields ?? [], rest, catalog)});
}
