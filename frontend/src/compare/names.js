/**
 * What the lines of a comparison are called. Pure functions.
 *
 * @import {Job} from '../types.js'
 */
import {nameOf} from '../parts.js';

/**
 * Each differently: runs of one name by their seed, or by a part of the id where that says nothing.
 *
 * @param {readonly (readonly Job[])[]} groups runs that are drawn as one
 * @returns {string[]}
 */
export function groupNames(groups) {
  const names = groups.map(groupName);
  return groups.map((group, at) => {
    const name = names[at] ?? '';
    const same = groups.filter((_, other) => names[other] === name);
    const seeds = new Set(same.map(seedOf));
    const own = group.length === 1 && seeds.size === same.length ? `seed ${seedOf(group)}` : group[0]?.id.slice(0, 8);
    return same.length === 1 ? name : `${name}, ${own}`;
  });
}

/** @param {readonly Job[]} group */
function groupName(group) {
  const [first] = group;
  if (!first) return '';
  return group.length > 1 ? `${nameOf(first)}, ${group.length} seeds` : nameOf(first);
}

/** @param {readonly Job[]} group */
function seedOf([job]) {
  return job?.spec['training']?.seed;
}
