/**
 * Elements without markup: every text goes through a text node, so nothing a user typed can become HTML.
 */

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Attribute */

/**
 * Makes an element. Attributes whose value is false, null or undefined are left out; functions become listeners
 * (`onclick`); `value`, `checked` and `disabled` are set as properties.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, Attribute>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) attribute(element, name, value);
  element.append(...nodes(children));
  return element;
}

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'indeterminate', 'selected']);

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {Attribute} value
 */
function attribute(element, name, value) {
  if (name === 'style') throw new Error('a style attribute is refused by the content security policy');
  if (typeof value === 'function') element.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) Object.assign(element, {[name]: value});
  else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * @param {(Child | Child[])[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/**
 * Replaces all children.
 *
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children));
}

/**
 * Sets the text of an element only where it changed: live pages touch the document as little as they can.
 *
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * An icon of 16 by 16 from SVG path data, hidden from screen readers.
 *
 * @param {string} path
 */
export function icon(path) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(space, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/**
 * Keeps a list of elements in step with a list of items: elements of known keys stay (and keep focus), others come and go.
 *
 * @template T
 * @template {Element} E
 * @param {Element} parent
 * @param {T[]} items
 * @param {{key: (item: T) => string, create: (item: T) => E, update: (element: E, item: T) => void}} how
 */
export function keepList(parent, items, {key, create, update}) {
  const old = new Map([...parent.children].map((child) => [child.getAttribute('data-key') ?? '', child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let element = /** @type {E | undefined} */ (old.get(id));
    old.delete(id);
    if (!element) {
      element = create(item);
      element.setAttribute('data-key', id);
    }
    update(element, item);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  for (const element of old.values()) element.remove();
}

/**
 * Makes an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | null>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, String(value));
  element.append(...nodes(children));
  return element;
}
