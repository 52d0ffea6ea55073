/**
 * Where a run's examples come from: a generator, a dataset of this server, or a file from this computer.
 *
 * @import {Catalog, Column, Dataset, Field} from '../types.js'
 */
import {datasets} from '../api.js';
import {fill, h} from '../dom.js';
import {count, plural, words} from '../format.js';
import {failure} from '../notices.js';
import {control, freshId, recordFields} from './controls.js';
import {partOf, put} from './draft.js';
import {firstChoice} from './firstChoice.js';
import {uploader} from './uploader.js';

/** Members of the dataset part that this picker draws itself. */
const OWN = new Set(['id', 'generator', 'columns', 'rows', 'target', 'features', 'name']);

/**
 * @param {Catalog} catalog
 * @param {Record<string, any>} value the request's dataset part
 * @param {(next: Record<string, any>) => void} onChange
 * @returns {HTMLElement}
 */
export function datasetPicker(catalog, value, onChange) {
  let current = value;
  const source = h('div', {class: 'source'});
  const settings = h('div');
  const tell = (/** @type {Record<string, any>} */ next) => {
    current = next;
    onChange(current);
  };
  /** What stays when the source changes: split, scaling, … */
  const kept = () => Object.fromEntries(Object.entries(current).filter(([name]) => !OWN.has(name)));

  /** @type {Record<string, {label: string, show: () => void}>} */
  const sources = {
    generator: {
      label: 'Made by a formula',
      show: () => {
        if (!current['generator']) tell({generator: {type: 'spiral'}, ...kept()});
        /** @type {Field} */
        const field = {name: 'generator', type: 'family', family: 'generator', required: true};
        fill(source, control(catalog, field, '/dataset/generator', current['generator'], (generator) => tell(put(current, 'generator', generator))));
      },
    },
    id: {label: 'On this server', show: () => void showStored()},
    file: {label: 'A file', show: () => fill(source, uploader((dataset) => choose(dataset)))},
  };

  const showStored = async () => {
    fill(source, h('p', {class: 'help'}, 'Looking…'));
    try {
      const list = await datasets.list();
      if (list.length === 0 && !current['id']) fill(source, h('p', {class: 'help'}, 'No dataset here yet: choose a file.'));
      else drawStored(list);
    } catch (error) {
      fill(source, failure(error, () => void showStored()));
    }
  };

  /** @param {Dataset[]} list */
  const drawStored = (list) => {
    const id = freshId();
    const given = current['id'];
    const chosen = given ? list.find((one) => one.id === given) : list[0];
    const select = h(
      'select',
      {id, onchange: () => choose(list.find((one) => one.id === select.value))},
      !chosen && h('option', {value: '', disabled: true, selected: true}, `deleted: ${String(given).slice(0, 8)}`),
      list.map((one) => h('option', {value: one.id, selected: one === chosen}, `${one.name} (${plural(one.rows, 'row')})`)),
    );
    const columns = h('div', {class: 'columns-choice'});
    fill(source, field('/dataset/id', id, 'Dataset', select), columns);
    if (chosen && chosen.id !== given) takeUp(chosen);
    if (chosen) fill(columns, columnChoice(chosen.columns, current, tell));
  };

  /** @param {Dataset} dataset */
  const takeUp = (dataset) => {
    tell({...firstChoice(dataset), ...kept()});
    drawSettings();
  };

  /** @param {Dataset | undefined} dataset */
  const choose = (dataset) => {
    if (!dataset) return;
    takeUp(dataset);
    picked('id');
  };

  const buttons = Object.entries(sources).map(([name, {label}]) => h('button', {type: 'button', 'data-source': name, onclick: () => picked(name)}, label));
  const picked = (/** @type {string} */ name) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset['source'] === name));
    sources[name]?.show();
  };

  const record = partOf(catalog, 'dataset');
  const drawSettings = () =>
    fill(settings, recordFields(catalog, (record?.fields ?? []).filter((one) => !OWN.has(one.name)), '/dataset', current, (next) =>
      tell({...Object.fromEntries(Object.entries(current).filter(([name]) => OWN.has(name))), ...Object.fromEntries(Object.entries(next).filter(([name]) => !OWN.has(name)))}),
    ));
  drawSettings();
  settings.className = 'grid';
  picked(current['id'] ? 'id' : 'generator');
  return h(
    'div',
    {class: 'dataset-picker', 'data-pointer': '/dataset'},
    h('div', {class: 'segmented', role: 'group', 'aria-label': 'Where the examples come from'}, buttons),
    source,
    h('p', {class: 'fault', role: 'alert'}),
    record && h('details', {}, h('summary', {}, 'Split, scaling, missing values'), settings),
  );
}

/**
 * Target and features.
 *
 * @param {readonly Column[]} columns
 * @param {Record<string, any>} value
 * @param {(next: Record<string, any>) => void} onChange
 */
function columnChoice(columns, value, onChange) {
  let current = value;
  const id = freshId();
  const features = h('fieldset', {class: 'checks', 'data-pointer': '/dataset/features'});
  const tell = (/** @type {Record<string, any>} */ next) => {
    current = next;
    onChange(next);
  };
  const target = h(
    'select',
    {
      id,
      onchange: () => {
        tell(put(put(current, 'target', target.value), 'features', undefined));
        drawFeatures();
      },
    },
    columns.map((column) => h('option', {value: column.name, selected: column.name === current['target']}, `${column.name} (${typeText(column)})`)),
  );
  const drawFeatures = () => {
    const others = columns.filter((column) => column.name !== current['target']);
    const chosen = new Set(/** @type {string[]} */ (current['features'] ?? others.map((column) => column.name)));
    const boxes = others.map((column) => {
      const box = h('input', {
        type: 'checkbox',
        checked: chosen.has(column.name),
        onchange: () => {
          if (box.checked) chosen.add(column.name);
          else chosen.delete(column.name);
          tell(put(current, 'features', chosen.size === others.length ? undefined : others.map((one) => one.name).filter((name) => chosen.has(name))));
        },
      });
      return h('label', {}, box, `${column.name} `, h('span', {class: 'help'}, typeText(column)));
    });
    fill(features, h('legend', {}, 'Features'), boxes, h('p', {class: 'fault', role: 'alert'}));
  };
  drawFeatures();
  return [field('/dataset/target', id, 'Target: the column to predict', target), features];
}

/** @param {Column} column */
function typeText(column) {
  return column.type === 'categorical' && column.unique !== undefined ? `${count(column.unique)} categories` : words(column.type);
}

/**
 * @param {string} pointer
 * @param {string} id
 * @param {string} label
 * @param {HTMLElement} input
 */
function field(pointer, id, label, input) {
  return h('div', {class: 'field', 'data-pointer': pointer}, h('label', {for: id}, label), input, h('p', {class: 'fault', role: 'alert'}));
}
