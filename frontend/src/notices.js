/**
 * What went wrong, and buttons that ask once more.
 */
import {Problem} from './api.js';
import {h, say} from './dom.js';
import {changeKey} from './scope.js';

/**
 * A box that says what went wrong.
 *
 * @param {unknown} error
 * @param {(() => void) | null} [again]
 */
export function failure(error, again = null) {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Problem && isAboutTheKey(error)) return keyForm(text, again ?? (() => location.reload()));
  const faults = error instanceof Problem ? error.faults.filter((fault) => !isSaid(fault, text)) : [];
  // Nothing is gained by asking again for what is not there.
  const gone = error instanceof Problem && error.status === 404 && error.code !== 'NO_SUCH_STEP';
  return h(
    'div',
    {class: 'notice error', role: 'alert'},
    h('p', {}, text),
    faults.length > 0 && h('ul', {}, faults.slice(0, 20).map((fault) => h('li', {}, h('code', {}, fault.pointer || '/'), ' ', fault.message))),
    gone && h('p', {}, 'It was deleted, or the address is not complete.'),
    again && !gone && h('button', {type: 'button', class: 'quiet', onclick: again}, 'Try again'),
  );
}

/**
 * Whether a sentence says all that a fault does: what is wrong, and where.
 *
 * @param {Pick<import('./types.js').Fault, 'pointer' | 'message'>} fault
 * @param {string} sentence
 */
export function isSaid({pointer, message}, sentence) {
  const said = new Set(wordsOf(sentence));
  return message === sentence && wordsOf(pointer).every((word) => said.has(word) || said.has(word.replace(/s$/, '')));
}

/** @param {string} text */
function wordsOf(text) {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/**
 * Whether another key would help: one is missing, or this one was shown so often that the address has to wait with wrong ones. A good
 * key opens all the same.
 *
 * @param {Problem} problem
 */
export function isAboutTheKey({status, code}) {
  return status === 401 || code === 'TOO_MANY_WRONG_KEYS';
}

/** What is being typed into a form for a key and was not sent yet: another form that takes its place goes on with it. */
let typed = '';

/**
 * Asks for the key of a server that wants one.
 *
 * @param {string} text
 * @param {() => void} again
 */
function keyForm(text, again) {
  const input = h('input', {type: 'password', id: 'api-key', autocomplete: 'off', value: typed, oninput: () => (typed = input.value)});
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    typed = '';
    await changeKey(input.value.trim());
    again();
  };
  if (document.activeElement?.id === input.id) queueMicrotask(() => input.focus());
  return h(
    'form',
    {class: 'notice key-form', onsubmit: submit},
    h('p', {}, text),
    h('label', {for: 'api-key'}, 'API key, kept in this tab until it is closed'),
    h('p', {class: 'actions'}, input, h('button', {class: 'button'}, 'Use this key')),
  );
}

/**
 * A button that copies text.
 *
 * @param {() => string} text
 * @param {string} label
 */
export function copyButton(text, label) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      onclick: async () => {
        await navigator.clipboard?.writeText(text());
        say(button, 'Copied');
        setTimeout(() => say(button, label), 1200);
      },
    },
    label,
  );
  return button;
}

/**
 * A button that does something final: it asks once more, and what fails is said beside it.
 *
 * @param {string} label
 * @param {() => Promise<void>} action
 * @param {string} [warning] what it takes along, said while it asks
 */
export function sureButton(label, action, warning = '') {
  const notice = h('span', {class: 'fault', role: 'alert'});
  let sure = false;
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet danger',
      'data-needs': 'write',
      onblur: () => {
        sure = false;
        say(button, label);
        if (notice.textContent === warning) say(notice, '');
      },
      onclick: async (/** @type {MouseEvent} */ event) => {
        // The second click of a double click is no answer.
        if (event.detail > 1) return;
        if (!sure) {
          sure = true;
          say(button, `${label} for good?`);
          say(notice, warning);
          return;
        }
        try {
          await action();
        } catch (error) {
          say(notice, error instanceof Error ? error.message : String(error));
        }
      },
    },
    label,
  );
  return h('span', {}, button, ' ', notice);
}
