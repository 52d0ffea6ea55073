/**
 * The page's colors for canvases, read from the same custom properties that the style sheets use.
 */

const DARK = matchMedia('(prefers-color-scheme: dark)');

/** Values of custom properties: asking the browser for one makes it finish its styles first. @type {Map<string, string>} */
const TOKENS = new Map();
DARK.addEventListener('change', () => TOKENS.clear());

/** Whether the page is dark now. */
export function dark() {
  return DARK.matches;
}

/**
 * The value of a custom property, e.g. `--line-training`.
 *
 * @param {string} name
 */
export function token(name) {
  const known = TOKENS.get(name);
  if (known !== undefined) return known;
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  // Before the style sheets have come there is no value, and none to keep.
  if (value) TOKENS.set(name, value);
  return value;
}

/**
 * Calls back when the page turns dark or light.
 *
 * @param {() => void} onTurn
 * @returns {() => void} ends it
 */
export function onTheme(onTurn) {
  DARK.addEventListener('change', onTurn);
  return () => DARK.removeEventListener('change', onTurn);
}
