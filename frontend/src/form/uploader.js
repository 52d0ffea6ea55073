/**
 * A file from this computer: chosen or dropped, looked at by the server, then kept.
 *
 * @import {Dataset, Issue} from '../types.js'
 */
import {datasets} from '../api.js';
import {fill, h} from '../dom.js';
import {bytes, count, plural} from '../format.js';
import {failure} from '../notices.js';
import {issueList} from '../parts.js';

const FORMATS = '.csv,.tsv,.txt,.json,.npy,.npz,.gz,.idx,text/csv,application/json';

/**
 * @param {(dataset: Dataset) => void} onDataset called with what the server keeps
 * @returns {HTMLElement}
 */
export function uploader(onDataset) {
  const result = h('div', {class: 'preview', 'aria-live': 'polite'});
  const input = h('input', {
    type: 'file',
    accept: FORMATS,
    class: 'visually-hidden',
    onchange: () => {
      const file = input.files?.[0];
      if (file) void look(file);
      input.value = '';
    },
  });
  const zone = h(
    'label',
    {
      class: 'drop',
      ondragover: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        zone.classList.add('over');
      },
      ondragleave: () => zone.classList.remove('over'),
      ondrop: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        zone.classList.remove('over');
        const file = event.dataTransfer?.files[0];
        if (file) void look(file);
      },
    },
    input,
    h('strong', {}, 'Choose a file'),
    ' or drop one here',
    h('span', {class: 'help'}, 'CSV, TSV, JSON rows, NPY, NPZ or IDX, also compressed with gzip'),
  );

  /** @param {File} file */
  const look = async (file) => {
    const bar = h('progress', {max: 1, value: 0, 'aria-label': `Upload of ${file.name}`});
    fill(result, h('p', {class: 'help'}, `Reading ${file.name} (${bytes(file.size)})…`), bar);
    try {
      const preview = await datasets.upload(file, true, (share) => (bar.value = share));
      const keep = h('button', {type: 'button', class: 'button', onclick: () => void store(file, keep)}, 'Use this file');
      fill(result, previewPanel(preview), h('p', {class: 'actions'}, keep));
    } catch (error) {
      fill(result, failure(error));
    }
  };

  /**
   * @param {File} file
   * @param {HTMLButtonElement} button
   */
  const store = async (file, button) => {
    button.disabled = true;
    const bar = h('progress', {max: 1, value: 0, 'aria-label': `Upload of ${file.name}`});
    button.after(bar);
    try {
      onDataset(await datasets.upload(file, false, (share) => (bar.value = share)));
    } catch (error) {
      fill(result, failure(error));
    }
  };
  return h('div', {class: 'uploader', 'data-pointer': '/dataset/file'}, zone, result);
}

/**
 * What the server made of a file: size, what is wrong, the first rows.
 *
 * @param {any} preview
 */
export function previewPanel(preview) {
  const columns = /** @type {{name: string, type: string}[]} */ (preview.columns ?? []);
  const rows = /** @type {any[]} */ (preview.firstRows ?? preview.head ?? preview.sample ?? (Array.isArray(preview.rows) ? preview.rows : []));
  const total = typeof preview.rows === 'number' ? preview.rows : (preview.rowCount ?? rows.length);
  return h(
    'div',
    {},
    h('p', {}, `${plural(total, 'row')}, ${plural(columns.length, 'column')}`, preview.format ? `, ${preview.format}` : ''),
    issueList(/** @type {Issue[]} */ (preview.issues ?? [])),
    rows.length > 0 && rowsTable(columns.map((column) => column.name), rows.slice(0, 8)),
  );
}

/**
 * Rows of a dataset as a table.
 *
 * @param {readonly string[]} names
 * @param {readonly any[]} rows lists or objects
 */
export function rowsTable(names, rows) {
  const cell = (/** @type {any} */ value) => (value === null || value === undefined ? '' : typeof value === 'number' ? numberText(value) : String(value));
  return h(
    'div',
    {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'First rows'},
    h(
      'table',
      {class: 'figures'},
      h('thead', {}, h('tr', {}, names.map((name) => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, rows.map((row) => h('tr', {}, names.map((name, index) => h('td', {class: 'number'}, cell(Array.isArray(row) ? row[index] : row[name])))))),
    ),
  );
}

/** @param {number} value */
function numberText(value) {
  return Number.isInteger(value) ? (Math.abs(value) < 10_000 ? String(value) : count(value)) : String(Number(value.toPrecision(6)));
}
