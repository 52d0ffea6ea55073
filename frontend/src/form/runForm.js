/**
 * The form of a run. It edits a request, shows it as JSON and as a command, and asks the server about it at each change.
 *
 * @import {Catalog, Fault, JobSpec} from '../types.js'
 */
import {Problem, aborted, freshKey, jobs} from '../api.js';
import {fill, h, say} from '../dom.js';
import {EXAMPLES} from '../examples.js';
import {plural, title} from '../format.js';
import {copyButton, failure} from '../notices.js';
import {amend, link} from '../router.js';
import {control, freshId, recordFields} from './controls.js';
import {datasetPicker} from './datasetPicker.js';
import {branchPanel} from './branch.js';
import {DepthChart} from './depthChart.js';
import {curl, partOf, placeFaults, pretty, put} from './draft.js';
import {layersEditor} from './layers.js';
import {difference} from './patch.js';
import {readyText} from './ready.js';

/** Pause after the last change before the server is asked, milliseconds. */
const DEBOUNCE = 350;

/** Settings of the training part that are seen at once. */
const FIRST = new Set(['optimizer', 'epochs', 'batchSize', 'seed']);

/** @typedef {{from: string, step: number | null, original: JobSpec}} Branch step null: from the start */

/** A form that fills its root. */
export class RunForm {
  /** @type {JobSpec} */
  #spec;
  #timer = 0;
  #checking = new AbortController();
  #key = freshKey();
  #touched = false;
  #sections = h('div', {class: 'sections'});
  #json = h('textarea', {class: 'json', spellcheck: 'false', rows: 18, oninput: () => this.#readJson()});
  #command = h('pre', {tabindex: '0'});
  #verdict = h('p', {class: 'check', role: 'status'});
  #depth = new DepthChart(() => this.#curl().replace('/jobs ', '/jobs?validateOnly=true '));
  #rest = h('ul', {class: 'faults'});
  #notice = h('div');
  #start = h('button', {type: 'submit', class: 'button primary'}, 'Start the run');

  /**
   * @param {HTMLElement} root
   * @param {Catalog} catalog
   * @param {JobSpec} spec
   * @param {AbortSignal} signal aborted when the page is left
   * @param {Branch | null} [branch] a run that this one branches off from
   */
  constructor(root, catalog, spec, signal, branch = null) {
    this.branch = branch;
    this.catalog = catalog;
    this.signal = signal;
    this.#spec = spec;
    signal.addEventListener('abort', () => this.#stopChecking());
    const jsonId = freshId();
    this.#json.id = jsonId;
    const form = h(
      'form',
      {
        class: 'run-form',
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void this.#submit();
        },
      },
      h('div', {}, this.#presets(), this.#sections),
      h(
        'aside',
        {class: 'request', 'aria-label': 'The request'},
        h('div', {class: 'panel'}, this.#verdict, this.#depth.element, this.#rest, this.#notice, this.#start),
        h('div', {class: 'panel'}, h('label', {for: jsonId}, 'The request, as JSON'), this.#json),
        h('details', {class: 'panel'}, h('summary', {}, 'The same from a terminal'), this.#command, copyButton(() => this.#curl(), 'Copy')),
      ),
    );
    fill(root, h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, branch ? 'Fork of a run' : 'New run')), branch && branchPanel(branch), form);
    if (branch) say(this.#start, 'Fork the run');
    this.#draw();
    this.#told();
  }

  #curl() {
    return curl(location.origin, this.#spec);
  }

  #presets() {
    const buttons = EXAMPLES.map((example) => h('button', {type: 'button', class: 'quiet', onclick: () => this.#replace(example.spec)}, example.title));
    return h('div', {class: 'presets'}, h('span', {class: 'help'}, 'Begin with'), buttons);
  }

  /** @param {JobSpec} spec */
  #replace(spec) {
    this.#spec = spec;
    this.#touched = true;
    this.#draw();
    this.#told();
  }

  /** Draws all controls anew. */
  #draw() {
    const {catalog} = this;
    const spec = this.#spec;
    const model = spec['model'] ?? {};
    const training = partOf(catalog, 'training')?.fields ?? [];
    const others = (partOf(catalog, 'model')?.fields ?? []).filter((field) => field.name !== 'layers');
    const tell = (/** @type {string} */ name) => (/** @type {any} */ next) => this.#put(name, next);
    const trainingControls = recordFields(catalog, [...training].sort((a, b) => Number(FIRST.has(b.name)) - Number(FIRST.has(a.name))), '/training', spec['training'] ?? {}, tell('training'));
    const first = training.filter((field) => FIRST.has(field.name)).length;
    fill(
      this.#sections,
      section('Data', 'What to learn from.', datasetPicker(catalog, spec['dataset'] ?? {}, tell('dataset'))),
      section(
        'Network',
        'Hidden layers, from input to output. The output layer follows from the target.',
        layersEditor(catalog, '/model/layers', model.layers ?? [], (layers) => this.#put('model', {...this.#spec['model'], layers})),
        details('Output, loss, regularizer', recordFields(catalog, others, '/model', model, (next) =>
          this.#put('model', {...next, layers: this.#spec['model']?.layers ?? []}),
        )),
      ),
      section('Training', 'How gradients become updates.', h('div', {class: 'grid'}, trainingControls.slice(0, first)), details('More settings', trainingControls.slice(first))),
      section(
        'Watching',
        'What is recorded, and how often.',
        ['monitor', 'checkpoints'].map((name) =>
          details(title(name), recordFields(catalog, partOf(catalog, name)?.fields ?? [], `/${name}`, spec[name] ?? {}, tell(name))),
        ),
      ),
      section('Name', 'How you will find it again.', h('div', {class: 'grid'}, this.#nameControls())),
    );
  }

  #nameControls() {
    const tags = /** @type {string[]} */ (this.#spec['tags'] ?? []);
    return [
      control(this.catalog, {name: 'name', type: 'string', nullable: true, default: null}, '/name', this.#spec['name'], (next) => this.#set('name', next)),
      control(this.catalog, {name: 'tags', type: 'string', default: '', help: 'Separated by commas.'}, '/tags', tags.join(', '), (next) =>
        this.#set('tags', next ? String(next).split(',').map((tag) => tag.trim()).filter(Boolean) : undefined),
      ),
    ];
  }

  /**
   * A part of the request; an empty one is left out, unless the request needs it.
   *
   * @param {string} name
   * @param {Record<string, any>} part
   */
  #put(name, part) {
    const needed = name === 'dataset' || name === 'model';
    this.#set(name, !needed && Object.keys(part ?? {}).length === 0 ? undefined : part);
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  #set(name, value) {
    this.#spec = put(this.#spec, name, value);
    this.#touched = true;
    this.#told();
  }

  /** The request has changed: shows it, puts it into the address, asks the server about it. */
  #told() {
    this.#key = freshKey();
    if (document.activeElement !== this.#json) this.#json.value = pretty(this.#spec, 46);
    this.#json.removeAttribute('aria-invalid');
    say(this.#command, this.#curl());
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#check(), DEBOUNCE);
  }

  #readJson() {
    const before = this.#spec;
    try {
      this.#replace(JSON.parse(this.#json.value));
    } catch {
      this.#spec = before;
      this.#stopChecking();
      this.#json.setAttribute('aria-invalid', 'true');
      this.#showFaults([], 'The JSON cannot be read yet.');
    }
  }

  #stopChecking() {
    clearTimeout(this.#timer);
    this.#checking.abort();
  }

  async #check() {
    if (this.#touched && !this.branch) amend({spec: JSON.stringify(this.#spec), from: null, patch: null});
    this.#checking.abort();
    this.#checking = new AbortController();
    try {
      const check = await jobs.check(this.#spec, this.#checking.signal);
      this.#showFaults([]);
      say(this.#verdict, readyText(check));
      this.#depth.show(check.estimate);
      fill(this.#rest, (check.issues ?? []).map((issue) => h('li', {class: 'issue'}, issue.message)));
    } catch (error) {
      if (!aborted(error)) this.#refused(error);
    }
  }

  /** @param {unknown} error */
  #refused(error) {
    if (error instanceof Problem && error.status === 422) this.#showFaults(error.faults, error.message);
    else fill(this.#notice, failure(error));
  }

  /**
   * Each fault beside its control; what has none stands above the button.
   *
   * @param {Fault[]} faults
   * @param {string} [message]
   */
  #showFaults(faults, message = '') {
    fill(this.#notice);
    const holders = [.../** @type {NodeListOf<HTMLElement>} */ (this.#sections.querySelectorAll('[data-pointer]'))];
    const {placed, rest} = placeFaults(faults, holders.map((holder) => holder.dataset['pointer'] ?? ''));
    for (const holder of holders) {
      const mine = placed.get(holder.dataset['pointer'] ?? '') ?? [];
      showAt(holder, mine);
    }
    fill(this.#rest, rest.map((fault) => h('li', {}, h('code', {}, fault.pointer || '/'), ' ', fault.message)));
    const wrong = faults.length > 0 || message !== '';
    if (wrong) this.#depth.show(undefined);
    this.#verdict.classList.toggle('good', !wrong);
    say(this.#verdict, !wrong ? 'Ready to run.' : faults.length === 0 ? message : `${plural(faults.length, 'thing is', 'things are')} wrong.`);
  }

  #begin() {
    if (!this.branch) return jobs.start(this.#spec, this.#key);
    const {from, step, original} = this.branch;
    const patch = difference(original, this.#spec) ?? {};
    return jobs.fork(from, step === null ? {patch} : {atStep: step, patch}, this.#key);
  }

  async #submit() {
    // The request is still the one from before it was broken.
    if (this.#json.hasAttribute('aria-invalid')) return this.#json.focus();
    this.#start.disabled = true;
    this.#stopChecking();
    try {
      const job = await this.#begin();
      location.hash = this.branch ? link(['compare'], {runs: `${this.branch.from},${job.id}`}) : link(['runs', job.id]);
    } catch (error) {
      this.#start.disabled = false;
      this.#refused(error);
      this.#sections.querySelector('[aria-invalid=true]')?.scrollIntoView({block: 'center'});
    }
  }
}

/**
 * @param {HTMLElement} holder
 * @param {readonly Fault[]} faults
 */
function showAt(holder, faults) {
  const place = holder.querySelector(':scope > .fault');
  if (place) say(place, faults.map((fault) => sentence(fault)).join(' '));
  const input = holder.querySelector(':scope > input, :scope > select, :scope > textarea, :scope > label > input');
  if (faults.length > 0) input?.setAttribute('aria-invalid', 'true');
  else input?.removeAttribute('aria-invalid');
  if (faults.length > 0) holder.closest('details')?.setAttribute('open', '');
}

/** @param {Fault} fault */
function sentence(fault) {
  return fault.suggestion ? `${fault.message} Did you mean ${fault.suggestion}?` : fault.message;
}

/**
 * @param {string} name
 * @param {string} text
 * @param {...(import('../dom.js').Child | import('../dom.js').Child[])} children
 */
function section(name, text, ...children) {
  return h('section', {class: 'panel form-section'}, h('h2', {}, name), h('p', {class: 'help'}, text), ...children);
}

/**
 * @param {string} name
 * @param {HTMLElement[]} controls
 */
function details(name, controls) {
  return controls.length > 0 && h('details', {}, h('summary', {}, name), h('div', {class: 'grid'}, controls));
}
