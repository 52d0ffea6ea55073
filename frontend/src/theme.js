/**
 * The page's colors for canvases, read from the same custom properties that the style sheets use.
 */

const DARK = matchMedia('(prefers-color-scheme: dark)');

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
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
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
