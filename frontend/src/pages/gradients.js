/**
 * The chain rule on an expression: `#/gradients?e=log(1%2Bexp(-x))&at={"x":0.5}`.
 *
 * @import {ExpressionNode} from '../trace/expression.js'
 * @import {Page} from './page.js'
 */
import {BASE, Problem, aborted, gradients} from '../api.js';
import {fill, h, say} from '../dom.js';
import {number} from '../format.js';
import {copyButton, failure} from '../notices.js';
import {amend} from '../router.js';
import {expressionGraph, short, titleOf} from '../trace/expression.js';

const EXAMPLES = [
  {title: 'Logistic loss', e: 'log(1+exp(-y*w*x))', at: {x: 0.5, w: 2, y: 1}},
  {title: 'A squared error', e: '(tanh(w*x+b)-y)^2', at: {x: 0.5, w: 1.5, b: 0.1, y: 1}},
  {title: 'A saturated sigmoid', e: '1/(1+exp(-w*x))', at: {w: 6, x: 2}},
  {title: 'Linear regression', e: 'mean((matmul(X,w)-y)^2)', at: {X: [[1, 2], [3, 4], [5, 6]], w: [0.5, -0.2], y: [1, 2, 2]}},
];

/** Names that the server knows itself. */
const CONSTANTS = new Set(['pi', 'e']);

/** Pause after the last change before the server is asked, milliseconds. */
const DEBOUNCE = 200;

/**
 * The variables of an expression, in their order.
 *
 * @param {string} expression
 */
export function variablesOf(expression) {
  const names = [...expression.matchAll(/(?<![\w.])([A-Za-z_]\w*)(?!\w*\s*\()/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter((name) => !CONSTANTS.has(name));
}

/** @type {Page} */
export default {
  title: () => 'Gradient calculator',
  open(root, {query}) {
    const view = new Calculator(root, query);
    return () => view.close();
  },
};

class Calculator {
  #asking = new AbortController();
  #timer = 0;
  #expression = h('input', {type: 'text', id: 'expression', class: 'expression', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'expression-fault', oninput: () => this.#changed()});
  #fault = h('p', {class: 'fault', id: 'expression-fault', role: 'alert'});
  #inputs = h('div', {class: 'grid'});
  #answer = h('div', {'aria-live': 'polite'});
  /** @type {Record<string, any>} */
  #at = {};

  /**
   * @param {HTMLElement} root
   * @param {URLSearchParams} query
   */
  constructor(root, query) {
    const examples = EXAMPLES.map((example) => h('button', {type: 'button', class: 'quiet', onclick: () => this.#take(example.e, example.at)}, example.title));
    fill(
      root,
      h('header', {class: 'page-head'}, h('h1', {tabindex: '-1'}, 'Gradient calculator')),
      h('div', {class: 'presets'}, h('span', {class: 'help'}, 'Begin with'), examples),
      h('section', {class: 'panel'}, h('label', {for: 'expression'}, 'An expression that gives one number'), this.#expression, this.#fault, h('h2', {class: 'visually-hidden'}, 'Where'), this.#inputs),
      this.#answer,
    );
    const [first] = EXAMPLES;
    this.#take(query.get('e') ?? first?.e ?? 'x^2', valuesOf(query.get('at')) ?? (query.has('e') ? {} : (first?.at ?? {})));
  }

  /**
   * @param {string} expression
   * @param {Record<string, any>} at
   */
  #take(expression, at) {
    this.#expression.value = expression;
    this.#at = {...at};
    this.#changed();
  }

  #changed() {
    const names = variablesOf(this.#expression.value);
    const shown = [...this.#inputs.querySelectorAll('input')].map((input) => input.name);
    for (const name of names) this.#at[name] ??= 1;
    if (names.join() !== shown.join()) fill(this.#inputs, names.map((name) => this.#input(name)));
    for (const input of this.#inputs.querySelectorAll('input')) {
      if (input === document.activeElement) continue;
      input.value = JSON.stringify(this.#at[input.name]);
      input.removeAttribute('aria-invalid');
    }
    this.#soon();
  }

  /** @param {string} name */
  #input(name) {
    const input = h('input', {
      type: 'text',
      id: `at-${name}`,
      name,
      autocomplete: 'off',
      value: JSON.stringify(this.#at[name]),
      oninput: () => {
        const value = parsed(input.value);
        if (value === undefined) {
          input.setAttribute('aria-invalid', 'true');
          return this.#refuse(`${name} is a number, a list as [1, 2] or a table as [[1, 2], [3, 4]].`);
        }
        input.removeAttribute('aria-invalid');
        this.#at[name] = value;
        this.#soon();
      },
    });
    return h('div', {class: 'field'}, h('label', {for: input.id}, name), input);
  }

  /** There is no answer to what is asked. @param {string} why */
  #refuse(why) {
    clearTimeout(this.#timer);
    this.#asking.abort();
    fill(this.#answer);
    say(this.#fault, why);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), DEBOUNCE);
  }

  /** The question to the server. */
  #question() {
    const expression = this.#expression.value;
    return {expression, at: Object.fromEntries(variablesOf(expression).map((name) => [name, this.#at[name]])), second: true};
  }

  async #ask() {
    const question = this.#question();
    if (this.#inputs.querySelector('[aria-invalid]')) return;
    amend({e: question.expression, at: JSON.stringify(question.at)});
    this.#asking.abort();
    this.#asking = new AbortController();
    try {
      const answer = await gradients(question, this.#asking.signal);
      say(this.#fault, '');
      this.#expression.removeAttribute('aria-invalid');
      fill(this.#answer, this.#shown(answer));
    } catch (error) {
      if (aborted(error)) return;
      const refused = error instanceof Problem && error.status === 422;
      this.#expression.removeAttribute('aria-invalid');
      if (!refused) {
        say(this.#fault, '');
        fill(this.#answer, failure(error, () => void this.#ask()));
        return;
      }
      this.#expression.setAttribute('aria-invalid', 'true');
      this.#refuse(error.faults.length > 1 ? error.faults.map((fault) => fault.message).join(' ') : error.message);
    }
  }

  /** @param {any} answer */
  #shown(answer) {
    const nodes = /** @type {ExpressionNode[]} */ (answer.nodes);
    const body = () => JSON.stringify(this.#question()).replaceAll("'", "'\\''");
    const curl = () => `curl ${location.origin}${BASE}/gradients -H 'Content-Type: application/json' -d '${body()}'`;
    return [
      h('p', {class: 'verdict-line'}, 'Value ', h('strong', {}, number(answer.value, 6))),
      (answer.warnings ?? []).map((/** @type {{message: string}} */ warning) => h('p', {class: 'notice'}, warning.message)),
      table('Gradient', ['Variable', 'By the chain rule', 'By differences', 'Second derivative'], Object.keys(answer.gradient).map((name) => [name, exact(answer.gradient[name]), exact(answer.finiteDifference?.[name]), exact(answer.second?.[name])])),
      h('section', {class: 'panel'}, h('h2', {}, 'Computational graph'), h('p', {class: 'help'}, 'Values go from left to right; ∂ is the derivative of the result by the node, found from right to left. On each edge stands the local derivative: an adjoint is the sum, over all edges that leave a node, of local derivative times the adjoint at its end.'), h('div', {class: 'scroll graph-scroll', tabindex: '0', role: 'region', 'aria-label': 'Computational graph'}, expressionGraph(nodes))),
      table('Node by node', ['Node', 'Operation', 'Inputs', 'Value', 'Adjoint', 'Local derivatives'], nodes.map((node) => [String(node.id), titleOf(node), node.inputs.join(', '), short(node.value), short(node.adjoint), node.localDerivatives.map(short).join('; ')])),
      h('p', {class: 'actions'}, copyButton(curl, 'Copy as curl')),
    ];
  }

  close() {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }
}

/** @param {any} value */
function exact(value) {
  if (value === undefined || value === null) return '–';
  return typeof value === 'number' ? number(value, 7) : JSON.stringify(value, (_, one) => (typeof one === 'number' ? Number(one.toPrecision(5)) : one));
}

/**
 * @param {string} name
 * @param {readonly string[]} heads
 * @param {readonly string[][]} rows
 */
function table(name, heads, rows) {
  const body = rows.map(([first = '', ...rest]) => h('tr', {}, h('th', {scope: 'row'}, first), rest.map((text) => h('td', {class: 'number'}, text))));
  return h(
    'section',
    {class: 'panel'},
    h('h2', {}, name),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name}, h('table', {class: 'figures'}, h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))), h('tbody', {}, body))),
  );
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string | null} text @returns {Record<string, any> | null} */
function valuesOf(text) {
  const given = parsed(text ?? 'null');
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? given : null;
}
