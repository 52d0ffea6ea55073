/**
 * The request that a form writes. Pure functions on JSON: a form keeps only what differs from a default, so the request stays as
 * short as a person would write it.
 *
 * @import {Catalog, Fault, Field, JobSpec, Member} from '../types.js'
 */

/**
 * Whether two JSON values are equal.
 *
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

/**
 * An object with one field set, or taken away where the value is undefined. The object itself is not changed.
 *
 * @param {Record<string, any>} object
 * @param {string} name
 * @param {unknown} value
 * @returns {Record<string, any>}
 */
export function put(object, name, value) {
  const copy = {...object};
  if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}

/**
 * A family value in its long form: "dense:16:tanh" is {type: "dense", units: 16, activation: "tanh"}. A member of a family takes all
 * parts that are left.
 *
 * @param {Catalog} catalog
 * @param {string} family
 * @param {unknown} value
 * @returns {Record<string, any> | null} null where nothing is chosen
 */
export function expand(catalog, family, value) {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'string') return {.../** @type {Record<string, any>} */ (value)};
  const [type = '', ...parts] = value.split(':');
  /** @type {Record<string, any>} */
  const out = {type};
  for (const field of memberOf(catalog, family, type)?.fields ?? []) {
    if (parts.length === 0) break;
    const taken = parts.splice(0, field.type === 'family' ? parts.length : 1);
    out[field.name] = scalar(field, taken.join(':'));
  }
  return out;
}

/**
 * The shortest form of a family value: its name alone, `name:first:second` for a layer of plain settings, or the object.
 *
 * @param {Catalog} catalog
 * @param {string} family
 * @param {Record<string, any>} value with its type
 * @returns {string | Record<string, any>}
 */
export function shorten(catalog, family, value) {
  const {type, ...rest} = value;
  const given = Object.keys(rest);
  if (given.length === 0) return type;
  const first = (memberOf(catalog, family, type)?.fields ?? []).slice(0, given.length);
  const plain = first.every((field) => given.includes(field.name) && /^[\w.+-]+$/.test(String(rest[field.name])));
  return family === 'layer' && plain && given.length <= 2 ? [type, ...first.map((field) => rest[field.name])].join(':') : value;
}

/**
 * @param {Catalog} catalog
 * @param {string} family
 * @param {string} type
 * @returns {Member | undefined}
 */
export function memberOf(catalog, family, type) {
  return catalog.families[family]?.members.find((member) => member.name === type);
}

/**
 * The record that describes a part of the request: dataset, model, training, …
 *
 * @param {Catalog} catalog
 * @param {string} name
 */
export function partOf(catalog, name) {
  const field = catalog.records['job']?.fields.find((one) => one.name === name);
  return catalog.records[field?.record ?? name];
}

/**
 * Text of a control as the JSON value of a field; text that is no such value stays text, and the server says what is wrong.
 *
 * @param {Field} field
 * @param {string} text
 */
export function scalar(field, text) {
  const trimmed = text.trim();
  if (field.type === 'number' || field.type === 'integer') {
    return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
  }
  if (field.type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed;
  if (field.type === 'matrix' || field.type === 'vector' || field.type === 'list') return parsed(trimmed);
  return trimmed;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The allowed values of a number in words: "> 0 and ≤ 1".
 *
 * @param {Field} field
 */
export function rangeText(field) {
  const parts = [];
  if (field.min !== undefined && field.min !== null) parts.push(`${field.openMin ? '>' : '≥'} ${plain(field.min)}`);
  if (field.max !== undefined && field.max !== null) parts.push(`${field.openMax ? '<' : '≤'} ${plain(field.max)}`);
  return parts.join(' and ');
}

/** @param {number} value */
function plain(value) {
  return Math.abs(value) >= 10_000 ? new Intl.NumberFormat('en-US').format(value) : String(value);
}

/**
 * Where each fault belongs: the control of the longest pointer that is the fault's or lies above it.
 *
 * @param {readonly Fault[]} faults
 * @param {readonly string[]} pointers of the controls
 * @returns {{placed: Map<string, Fault[]>, rest: Fault[]}}
 */
export function placeFaults(faults, pointers) {
  /** @type {Map<string, Fault[]>} */
  const placed = new Map();
  const rest = [];
  for (const fault of faults) {
    const owners = pointers.filter((pointer) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`));
    const owner = owners.reduce((longest, pointer) => (pointer.length > longest.length ? pointer : longest), '');
    if (owner) placed.set(owner, [...(placed.get(owner) ?? []), fault]);
    else rest.push(fault);
  }
  return {placed, rest};
}

/**
 * The same request as a command for a terminal.
 *
 * @param {string} origin
 * @param {JobSpec} spec
 */
export function curl(origin, spec) {
  const body = JSON.stringify(spec, null, 2).replaceAll("'", "'\\''");
  return `curl ${origin}/api/v1/jobs \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}

/**
 * JSON as a person would lay it out: what fits stands on one line.
 *
 * @param {unknown} value
 * @param {number} [width]
 * @param {string} [indent]
 * @param {number} [used] characters that stand before the value on its line, besides the indent
 * @returns {string}
 */
export function pretty(value, width = 60, indent = '', used = 0) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => ['', item]) : Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return isList ? '[]' : '{}';
  const inner = `${indent}  `;
  const lines = entries.map(([key, item]) => {
    const name = isList ? '' : `${JSON.stringify(key)}: `;
    return name + pretty(item, width, inner, name.length + 1);
  });
  const single = `${isList ? '[' : '{'}${lines.join(', ')}${isList ? ']' : '}'}`;
  if (indent !== '' && !single.includes('\n') && single.length + indent.length + used <= width) return single;
  return `${isList ? '[' : '{'}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${isList ? ']' : '}'}`;
}
