/**
 * What stands around a chart: title, choices, what it is, tools, the numbers under the cursor.
 *
 * @import {Chart, Reading} from './charts/chart.js'
 * @import {Series} from './types.js'
 */
import {chartTools} from './chartTools.js';
import {h, say} from './dom.js';
import {count} from './format.js';
import {stretch} from './raster.js';

/**
 * @typedef {object} Surroundings
 * @property {(name: string) => string} option the chosen value, e.g. of `loss.scale`
 * @property {(name: string, value: string, standard: boolean) => void} choose
 * @property {() => Promise<Blob>} csv the numbers behind the chart
 * @property {() => string} curl the question to the server, as a command
 * @property {() => Promise<void>} [whole] draws what is not seen yet, before a picture is taken
 *
 * @typedef {Pick<Chart, 'id' | 'title' | 'help' | 'formula' | 'wide' | 'options'>} Framed what a frame tells of a chart, whoever draws it
 *
 * @typedef {{section: HTMLElement, plot: HTMLElement, readings: HTMLElement, empty: HTMLElement}} Frame
 */

/**
 * A button that says what a chart is, and what it says.
 *
 * @param {Framed} chart
 */
export function explained(chart) {
  const help = h('p', {class: 'chart-help', id: `${chart.id}-help`, hidden: true}, chart.help, chart.formula && [' ', h('span', {class: 'formula'}, chart.formula)]);
  const more = h(
    'button',
    {
      type: 'button',
      class: 'tool',
      'aria-expanded': 'false',
      'aria-controls': help.id,
      'aria-label': `What is “${chart.title}”?`,
      title: 'What is this?',
      onclick: () => {
        help.hidden = !help.hidden;
        more.setAttribute('aria-expanded', String(!help.hidden));
      },
    },
    '?',
  );
  return {help, more};
}

/**
 * @param {Framed} chart
 * @param {Surroundings} around
 * @returns {Frame}
 */
export function chartFrame(chart, around) {
  const {help, more} = explained(chart);
  const readings = h('dl', {class: 'readings'});
  const plot = h('div', {class: 'plot'});
  const empty = h('p', {class: 'empty'}, 'Waiting for the first numbers…');
  const {menu, result} = chartTools(chart, plot, around);
  const section = h(
    'section',
    {class: chart.wide ? 'chart wide' : 'chart', 'aria-labelledby': `${chart.id}-title`, id: `chart-${chart.id}`},
    h('header', {}, h('h2', {id: `${chart.id}-title`}, chart.title), more, h('span', {class: 'spacer'}), choices(chart, around), menu),
    help,
    result,
    readings,
    plot,
    empty,
  );
  return {section, plot, readings, empty};
}

/**
 * The frame of a chart that has no options.
 *
 * @param {Framed} chart
 * @param {() => Promise<Blob> | Blob} csv
 * @param {() => string} curl
 * @returns {Frame} filled: what it waits for is there
 */
export function plainFrame(chart, csv, curl) {
  const frame = chartFrame(chart, {option: () => '', choose: () => {}, csv: async () => csv(), curl});
  frame.empty.hidden = true;
  return frame;
}

/**
 * The chart's options as groups of buttons.
 *
 * @param {Framed} chart
 * @param {Surroundings} around
 */
function choices(chart, around) {
  return (chart.options ?? []).map((option) => {
    const name = `${chart.id}.${option.name}`;
    return segmented(`${chart.title}: ${option.label}`, option.values, around.option(name), (value) => around.choose(name, value, value === option.values[0]));
  });
}

/**
 * Buttons of which one is chosen.
 *
 * @param {string} label
 * @param {readonly string[]} values
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
export function segmented(label, values, chosen, choose) {
  const buttons = values.map((value) =>
    h(
      'button',
      {
        type: 'button',
        'aria-pressed': String(value === chosen),
        onclick: () => {
          buttons.forEach((button, index) => button.setAttribute('aria-pressed', String(values[index] === value)));
          choose(value);
        },
      },
      value,
    ),
  );
  return h('span', {class: 'segmented', role: 'group', 'aria-label': label}, buttons);
}

/**
 * Where the cursor is: a step, or the steps of which the greatest number is read.
 *
 * @param {number | null} step
 * @param {Series} [greatest] a series whose points are the greatest of the numbers behind them
 * @returns {Reading}
 */
export function placeOf(step, greatest) {
  const [from, to] = greatest && step !== null ? stretch(greatest, step) : [step, step];
  return from === to ? {label: 'step', value: count(step), color: ''} : {label: 'steps', value: `${count(from)}–${count(to)}, greatest`, color: ''};
}

/**
 * Shows the numbers at the cursor, touching only what changed.
 *
 * @param {HTMLElement} list
 * @param {readonly Reading[]} readings
 * @param {Reading} place where the cursor is
 */
export function showReadings(list, readings, place) {
  const most = 10;
  const shown = readings.length <= most ? readings : [...readings.slice(0, most / 2), ...readings.slice(-most / 2)];
  while (list.children.length > shown.length + 1) list.lastElementChild?.remove();
  while (list.children.length < shown.length + 1) list.append(h('div', {class: 'reading'}, h('dt'), h('dd')));
  [place, ...shown].forEach((reading, index) => {
    const [term, value] = list.children[index]?.children ?? [];
    if (!(term instanceof HTMLElement) || !value) return;
    say(term, reading.label);
    say(value, reading.value);
    term.style.setProperty('--key', reading.color || 'transparent');
    term.classList.toggle('keyed', reading.color !== '');
    term.classList.toggle('dashed', reading.dashed === true);
  });
}
