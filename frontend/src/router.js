/**
 * Addresses of the dashboard: `#/runs/ID?from=10&to=200`. The whole screen is in the address, so every view is a link.
 */

/** @typedef {{path: string[], query: URLSearchParams}} Route */

/**
 * @param {string} hash with or without its #
 * @returns {Route}
 */
export function parse(hash) {
  const text = hash.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  const path = (mark < 0 ? text : text.slice(0, mark)).split('/').filter(Boolean).map(decode);
  return {path: path.length > 0 ? path : ['runs'], query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1))};
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The address of a route. Empty and null parameters are left out.
 *
 * @param {readonly string[]} path
 * @param {URLSearchParams | Record<string, string | number | null | undefined>} [query]
 */
export function link(path, query = {}) {
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query);
  const kept = new URLSearchParams();
  for (const [name, value] of entries) {
    if (value !== null && value !== undefined && value !== '') kept.append(name, String(value));
  }
  const text = kept.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

/**
 * Writes parameters into the current address without leaving the page.
 *
 * @param {Record<string, string | number | null>} changes null takes a parameter away
 */
export function amend(changes) {
  history.replaceState(null, '', amended(changes));
}

/**
 * The current address with other parameters.
 *
 * @param {Record<string, string | number | null>} changes null takes a parameter away
 */
export function amended(changes) {
  const {path, query} = parse(location.hash);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, String(value));
  }
  return link(path, query);
}
