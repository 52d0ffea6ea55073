/**
 * Changes of requests. Pure functions.
 */
import {same} from './draft.js';

/**
 * JSON merge patch (RFC 7396): null takes a member away, objects merge, everything else replaces.
 *
 * @param {any} target
 * @param {any} patch
 * @returns {any}
 */
export function mergePatch(target, patch) {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  /** @type {Record<string, any>} */
  const out = typeof target === 'object' && target !== null && !Array.isArray(target) ? {...target} : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete out[name];
    else out[name] = mergePatch(out[name], value);
  }
  return out;
}

/**
 * The merge patch that makes one object of another: mergePatch(from, difference(from, to)) equals to, where to holds no null.
 *
 * @param {any} from
 * @param {any} to
 * @returns {any} undefined where they are equal
 */
export function difference(from, to) {
  if (same(from, to)) return undefined;
  const objects = [from, to].every((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!objects) return to === undefined ? null : to;
  /** @type {Record<string, any>} */
  const out = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const part = difference(from[name], to[name]);
    if (part !== undefined) out[name] = part;
  }
  return out;
}
