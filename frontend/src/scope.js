/**
 * What the key of this tab opens. What needs more says so by `data-needs`, and is switched off while the key may only look:
 * a button is disabled, a link leads nowhere, and both say why.
 */
import {call, credentials, useKey} from './api.js';
import {fill, h} from './dom.js';

/** Of the one attribute value there is: whatever starts, changes, deletes or computes. */
const WRITING = '[data-needs="write"]';

export const WHY = 'The key of this tab may look, and neither start, change nor compute anything: that needs a key of scope write.';

let reading = false;

/** Whether what starts, changes and computes is allowed; also where nobody knows. */
export function mayWrite() {
  return !reading;
}

/** Asks what the key opens. Without a key there is nothing to ask: the server either needs none or asks for one first. */
export async function learnScope() {
  if (!credentials()['Authorization']) return;
  try {
    reading = (await call('GET', '/caller')).scope === 'read';
  } catch {
    // Whoever asks next is told what is wrong.
    reading = false;
  }
  if (reading) watch();
  showNote();
}

/** Another key for this tab. @param {string} key */
export async function changeKey(key) {
  useKey(key);
  const before = reading;
  await learnScope();
  // What another key switches on or off is drawn anew.
  if (before || reading) location.reload();
}

let watched = false;

/** Switches off what is there and what comes. */
function watch() {
  lockAll(document.body);
  if (watched) return;
  watched = true;
  new MutationObserver((changes) => {
    for (const {addedNodes} of changes) for (const node of addedNodes) if (reading && node instanceof Element) lockAll(node);
  }).observe(document.body, {childList: true, subtree: true});
}

/** @param {Element} root */
function lockAll(root) {
  if (root.matches(WRITING)) lock(root);
  root.querySelectorAll(WRITING).forEach(lock);
}

/** @param {Element} element */
function lock(element) {
  element.setAttribute('title', WHY);
  if (element instanceof HTMLAnchorElement) {
    element.removeAttribute('href');
    element.setAttribute('role', 'link');
    element.setAttribute('aria-disabled', 'true');
  } else if (element instanceof HTMLButtonElement || element instanceof HTMLInputElement) element.disabled = true;
  else element.removeAttribute('draggable');
}

function showNote() {
  const old = document.querySelector('.scope-note');
  old?.remove();
  if (!reading) return;
  const note = h('p', {class: 'notice scope-note', role: 'status'}, WHY, ' ', h('button', {type: 'button', class: 'quiet', onclick: otherKey}, 'Use another key'));
  document.querySelector('main')?.before(note);
}

function otherKey() {
  useKey('');
  location.reload();
}

/**
 * In place of a page that only starts or computes.
 *
 * @param {string} name
 * @returns {import('./pages/page.js').Page}
 */
export function closedPage(name) {
  return {
    title: () => name,
    open(root) {
      fill(root, h('h1', {tabindex: '-1'}, name), h('p', {class: 'empty'}, WHY));
      return () => {};
    },
  };
}
