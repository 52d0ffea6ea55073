/**
 * One training step of a run, line by line: `#/runs/ID/steps/3?line=12`.
 *
 * @import {Trace, WorkedLine} from '../types.js'
 * @import {Page} from './page.js'
 */
import {aborted, jobs} from '../api.js';
import {fill, h, say} from '../dom.js';
import {count, number, title} from '../format.js';
import {failure} from '../notices.js';
import {amend, link} from '../router.js';
import {onTheme} from '../theme.js';
import {lastStep} from './runActions.js';
import {GraphPanel} from '../trace/graphPanel.js';
import {matrix} from '../trace/matrix.js';
import {written} from '../trace/symbols.js';

/** What the parts of a step are called. @type {Record<string, string>} */
const PARTS = {'6.3': 'Algorithm 6.3: forward propagation', '6.4': 'Algorithm 6.4: backward propagation'};

/** @type {Page} */
export default {
  title: () => 'A step, line by line',
  open(root, {path, query}) {
    const view = new StepView(root, path[1] ?? '', Math.max(1, Number(path[3]) || 1), Number(query.get('line')) || 1, query.get('unfolded'));
    return () => view.close();
  },
};

class StepView {
  #asking = new AbortController();
  #body = h('div');
  #next = h('a', {class: 'button quiet'}, 'Next step');
  #code = h('ol', {class: 'algorithm'});
  #graph;
  #line = h('p', {class: 'line-text', 'aria-live': 'polite'});
  #where = h('p', {class: 'help'});
  #values = h('div');
  #place = h('output', {for: 'line'});
  #slider = h('input', {type: 'range', id: 'line', min: 1, value: '1', oninput: () => this.#show(Number(this.#slider.value) - 1)});
  /** @type {WorkedLine[]} */
  #lines = [];
  /** @type {HTMLElement[]} statements of the algorithms, and which lines of the step they are */
  #statements = [];
  #at = 0;
  #leaveTheme = onTheme(() => this.#lines.length > 0 && this.#show(this.#at));

  /**
   * @param {HTMLElement} root
   * @param {string} id
   * @param {number} step
   * @param {number} line counted from 1
   * @param {string | null} unfolded layers of the graph
   */
  constructor(root, id, step, line, unfolded) {
    this.id = id;
    this.step = step;
    this.#at = line - 1;
    this.#graph = new GraphPanel(unfolded);
    this.#next.hidden = true;
    this.#next.setAttribute('href', link(['runs', id, 'steps', String(step + 1)]));
    const to = (/** @type {number} */ other, /** @type {string} */ text) => h('a', {class: 'button quiet', href: link(['runs', id, 'steps', String(other)])}, text);
    fill(
      root,
      h('p', {class: 'crumbs'}, h('a', {href: link(['runs'])}, 'Runs'), ' / ', h('a', {href: link(['runs', id])}, 'the run')),
      h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, `Step ${count(step)}, line by line`), h('div', {class: 'actions'}, step > 1 && to(step - 1, 'Step before'), this.#next)),
      h('p', {class: 'help'}, 'Arrow keys go a line forward and back, Home and End to the first and last one.'),
      this.#body,
    );
    document.addEventListener('keydown', this.#onKey);
    void this.#load();
  }

  async #load() {
    fill(this.#body, h('p', {class: 'help', role: 'status'}, 'Computing the step…'));
    try {
      const [trace, job] = await Promise.all([jobs.trace(this.id, this.step, this.#asking.signal), jobs.get(this.id, this.#asking.signal)]);
      this.#next.hidden = this.step >= lastStep(job);
      this.#open(trace);
    } catch (error) {
      if (!aborted(error)) fill(this.#body, failure(error, () => void this.#load()));
    }
  }

  /** @param {Trace} trace */
  #open(trace) {
    this.#lines = trace.lines;
    this.#graph.take(trace.lines);
    this.#slider.setAttribute('max', String(trace.lines.length));
    this.#statements = statements(trace.lines, (index) => this.#show(index));
    fill(this.#code, this.#statements);
    fill(
      this.#body,
      h('p', {class: 'summary'}, `Epoch ${count(trace.epoch)}, a batch of ${count(trace.examples)}: J = ${number(trace.series['loss'], 5)}, gradient norm ${number(trace.series['gradientNorm'], 4)}.`),
      h('div', {class: 'slider'}, h('label', {for: 'line'}, 'Line'), this.#slider, this.#place),
      this.#graph.element,
      h('div', {class: 'step-columns'}, h('section', {class: 'panel'}, this.#code), h('section', {class: 'panel'}, this.#line, this.#where, this.#values)),
    );
    this.#show(Math.min(this.#at, trace.lines.length - 1));
  }

  #onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.target instanceof Element && scrolls(event.target.closest('.scroll'))) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement || this.#lines.length === 0) return;
    /** @type {Record<string, number>} */
    const moves = {ArrowRight: this.#at + 1, ArrowDown: this.#at + 1, ArrowLeft: this.#at - 1, ArrowUp: this.#at - 1, Home: 0, End: this.#lines.length - 1};
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#show(next);
  };

  /** @param {number} index */
  #show(index) {
    this.#at = Math.min(this.#lines.length - 1, Math.max(0, index));
    const line = this.#lines[this.#at];
    if (!line) return;
    amend({line: this.#at + 1});
    this.#slider.value = String(this.#at + 1);
    this.#slider.setAttribute('aria-valuetext', `line ${this.#at + 1}: ${written(line.text)}`);
    say(this.#place, `${this.#at + 1} of ${this.#lines.length}`);
    for (const statement of this.#statements) statement.classList.toggle('lit', (statement.dataset['lines'] ?? '').split(' ').includes(String(this.#at)));
    this.#graph.show(this.#at);
    const layer = line.layer ? `, ${line.layer}` : '';
    say(this.#line, `${written(line.symbol)} (${line.shape.join(' × ')}${layer}), norm ${number(line.norm, 4)}`);
    fill(this.#where, `Computed by ${line.code.method}, `, h('code', {class: 'code-place', title: line.code.file}, placeOf(line.code)));
    fill(this.#values, matrix(line.values, written(line.symbol)));
  }

  close() {
    this.#asking.abort();
    this.#graph.close();
    this.#leaveTheme();
    document.removeEventListener('keydown', this.#onKey);
  }
}

/**
 * The statements of the algorithms, each once; a click goes to the first line of the step that carries it out.
 *
 * @param {readonly WorkedLine[]} lines
 * @param {(index: number) => void} go
 */
function statements(lines, go) {
  /** @type {Map<string, {line: WorkedLine, at: number[]}>} */
  const found = new Map();
  lines.forEach((line, index) => {
    const key = `${line.algorithm} ${line.line} ${line.text}`;
    const known = found.get(key);
    if (known) known.at.push(index);
    else found.set(key, {line, at: [index]});
  });
  let part = '';
  return [...found.values()]
    .sort((a, b) => rank(a.line) - rank(b.line))
    .flatMap(({line, at}) => {
      const head = line.algorithm === part ? [] : [h('li', {class: 'part'}, PARTS[line.algorithm] ?? `Update: ${title(line.algorithm)}`)];
      part = line.algorithm;
      const number_ = line.line === 0 ? '' : String(line.line);
      const go_ = h('button', {type: 'button', class: 'statement', onclick: () => go(at[0] ?? 0)}, h('span', {class: 'line-number'}, number_), written(line.text));
      return [...head, h('li', {'data-lines': at.join(' ')}, go_)];
    });
}

/** Forward, backward, update; within each by its number. @param {WorkedLine} line */
function rank({algorithm, line}) {
  return (algorithm === '6.3' ? 0 : algorithm === '6.4' ? 1000 : 2000) + line;
}

/** Where in the source: "DenseLayer.java:82". @param {WorkedLine['code']} code */
function placeOf({file, line}) {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return line ? `${name}:${line}` : name;
}

/** Whether arrow keys have to move what is wider than its place. @param {Element | null} region */
function scrolls(region) {
  return region !== null && region.scrollWidth > region.clientWidth;
}
