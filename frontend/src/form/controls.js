/**
 * Controls made from the catalog: one for each type of field. A control gets a value and tells the new one; undefined means "the
 * default". Its `data-pointer` is where faults of the server are shown.
 *
 * @import {Catalog, Field} from '../types.js'
 */
import {h, fill} from '../dom.js';
import {title, words} from '../format.js';
import {expand, memberOf, put, rangeText, same, scalar, shorten} from './draft.js';

/** @typedef {(value: any) => void} OnChange */
/** @typedef {(catalog: Catalog, field: Field, pointer: string, value: any, onChange: OnChange) => HTMLElement} Control */

let serial = 0;

/** An id that no other element has. */
export function freshId() {
  serial += 1;
  return `c${serial}`;
}

/**
 * The control of a field.
 *
 * @type {Control}
 */
export function control(catalog, field, pointer, value, onChange) {
  const make = CONTROLS[field.type] ?? textControl;
  return make(catalog, field, pointer, value, (changed) => onChange(same(changed, field.default) ? undefined : changed));
}

/**
 * Label, input, help and the place for faults.
 *
 * @param {Field} field
 * @param {string} pointer
 * @param {HTMLElement} input
 * @param {{hint?: string, wide?: boolean}} [options]
 */
export function labeled(field, pointer, input, {hint = '', wide = false} = {}) {
  const id = freshId();
  input.id = id;
  input.setAttribute('aria-describedby', `${id}h ${id}f`);
  const hints = [field.help, hint].filter(Boolean).join(' ');
  return h(
    'div',
    {class: wide ? 'field wide' : 'field', 'data-pointer': pointer},
    h('label', {for: id}, title(field.name)),
    input,
    h('p', {class: 'help', id: `${id}h`}, hints),
    h('p', {class: 'fault', id: `${id}f`, role: 'alert'}),
  );
}

/** @type {Control} */
function textControl(_catalog, field, pointer, value, onChange) {
  const numeric = field.type === 'number' || field.type === 'integer';
  const input = h('input', {
    type: 'text',
    inputmode: numeric ? (field.type === 'integer' ? 'numeric' : 'decimal') : null,
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: field.nullable ? 'none' : '',
    value: shown(value ?? field.default),
    oninput: () => onChange(input.value.trim() === '' ? undefined : scalar(field, input.value)),
  });
  return labeled(field, pointer, input, {hint: hintOf(field)});
}

/** @type {Control} */
function jsonControl(_catalog, field, pointer, value, onChange) {
  const input = h('textarea', {
    rows: 2,
    spellcheck: 'false',
    placeholder: field.type === 'matrix' ? '[[1, 2], [3, 4]]' : '[1, 2]',
    value: value === undefined || value === null ? '' : JSON.stringify(value),
    oninput: () => onChange(input.value.trim() === '' ? undefined : scalar(field, input.value)),
  });
  return labeled(field, pointer, input, {wide: true});
}

/** @type {Control} */
function booleanControl(_catalog, field, pointer, value, onChange) {
  const id = freshId();
  const input = h('input', {
    type: 'checkbox',
    id,
    checked: value ?? field.default ?? false,
    'aria-describedby': `${id}h ${id}f`,
    onchange: () => onChange(input.checked),
  });
  return h(
    'div',
    {class: 'field check', 'data-pointer': pointer},
    h('label', {for: id}, input, title(field.name)),
    h('p', {class: 'help', id: `${id}h`}, field.help),
    h('p', {class: 'fault', id: `${id}f`, role: 'alert'}),
  );
}

/** @type {Control} */
function enumControl(_catalog, field, pointer, value, onChange) {
  const chosen = value ?? field.default ?? '';
  const options = (field.values ?? []).map((name) => h('option', {value: name, selected: sameName(name, chosen)}, words(name)));
  if (field.nullable) options.unshift(h('option', {value: '', selected: chosen === ''}, 'none'));
  const select = h('select', {onchange: () => onChange(select.value === '' ? undefined : select.value)}, options);
  return labeled(field, pointer, select);
}

/**
 * Enum values may come in snake_case or camelCase.
 *
 * @param {string} a
 * @param {unknown} b
 */
function sameName(a, b) {
  return words(a) === words(String(b));
}

/**
 * A choice among the members of a family, and the fields of the chosen one.
 *
 * @type {Control}
 */
function familyControl(catalog, field, pointer, value, onChange) {
  const family = field.family ?? '';
  const members = catalog.families[family]?.members ?? [];
  let current = expand(catalog, family, value ?? field.default);
  const details = h('div', {class: 'grid member'});
  const note = h('p', {class: 'help'});
  const tell = () => onChange(current ? shorten(catalog, family, current) : field.default === null ? undefined : null);

  const draw = () => {
    const member = current && memberOf(catalog, family, current['type']);
    fill(note, member ? [formula(member.formula), ' ', member.help ?? ''] : (field.help ?? ''));
    fill(details, recordFields(catalog, member?.fields ?? [], pointer, current ?? {}, (next) => {
      current = next;
      tell();
    }));
  };
  const select = h(
    'select',
    {
      onchange: () => {
        current = select.value === '' ? null : {type: select.value};
        draw();
        tell();
      },
    },
    optionsOf(field, members.map((member) => member.name), current?.['type']),
  );
  const frame = labeled({...field, help: ''}, pointer, select, {wide: true});
  frame.classList.add('family');
  select.after(note);
  frame.append(details);
  draw();
  return frame;
}

/**
 * @param {Field} field
 * @param {string[]} names
 * @param {string | undefined} chosen
 */
function optionsOf(field, names, chosen) {
  const options = names.map((name) => h('option', {value: name, selected: name === chosen}, words(name)));
  if (field.nullable || !chosen) options.unshift(h('option', {value: '', selected: !chosen}, NONE[field.name] ?? 'none'));
  return options;
}

/** What "nothing chosen" means where it means more than nothing. @type {Record<string, string>} */
const NONE = {output: 'automatic: follows from the target', loss: 'automatic: follows from the target'};

/**
 * A formula in plain text, set apart.
 *
 * @param {string | undefined} text
 */
export function formula(text) {
  return text ? h('span', {class: 'formula'}, text) : null;
}

/**
 * The fields of a record; a nullable one has a switch.
 *
 * @type {Control}
 */
function recordControl(catalog, field, pointer, value, onChange) {
  const fields = catalog.records[field.record ?? field.name]?.fields ?? [];
  let current = {...(typeof value === 'object' && value ? value : {})};
  const on = value !== undefined && value !== null;
  const inner = h('div', {class: 'grid', hidden: field.nullable && !on}, recordFields(catalog, fields, pointer, current, (next) => {
    current = next;
    onChange(!field.nullable && Object.keys(next).length === 0 ? undefined : next);
  }));
  const toggle = h('input', {
    type: 'checkbox',
    checked: on,
    onchange: () => {
      inner.hidden = !toggle.checked;
      onChange(toggle.checked ? current : undefined);
    },
  });
  return h(
    'fieldset',
    {class: 'field wide record', 'data-pointer': pointer},
    h('legend', {}, field.nullable ? h('label', {}, toggle, title(field.name)) : title(field.name)),
    h('p', {class: 'help'}, field.help),
    inner,
    h('p', {class: 'fault', role: 'alert'}),
  );
}

/**
 * Controls of all fields of one object, which is told anew at each change.
 *
 * @param {Catalog} catalog
 * @param {readonly Field[]} fields
 * @param {string} pointer of the object
 * @param {Record<string, any>} value
 * @param {(next: Record<string, any>) => void} onNext
 */
export function recordFields(catalog, fields, pointer, value, onNext) {
  let current = value;
  return fields.map((field) =>
    control(catalog, field, `${pointer}/${field.name}`, current[field.name], (changed) => {
      current = put(current, field.name, changed);
      onNext(current);
    }),
  );
}

/** @param {Field} field */
function hintOf(field) {
  const usual = shown(field.default);
  const fallback = usual === '' ? '' : `Default ${usual}`;
  const parts = [fallback, rangeText(field)].filter(Boolean);
  return parts.length > 0 ? `${parts.join(', ')}.` : '';
}

/** @param {any} value */
function shown(value) {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @type {Record<string, Control>} */
const CONTROLS = {
  number: textControl,
  integer: textControl,
  string: textControl,
  boolean: booleanControl,
  enum: enumControl,
  family: familyControl,
  record: recordControl,
  list: jsonControl,
  matrix: jsonControl,
  vector: jsonControl,
};
