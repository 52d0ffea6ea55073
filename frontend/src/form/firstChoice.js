/**
 * What a request says of a dataset before anybody has chosen anything.
 *
 * @import {Column} from '../types.js'
 */

/**
 * The last column is the one that is most likely to be learned. Empty cells are filled with the mean, but not those of the target, which
 * cannot be made up: rows without it are dropped.
 *
 * @param {{id: string, columns: readonly Column[]}} dataset
 * @returns {{id: string, target: string | undefined, missing?: 'drop' | 'mean'}}
 */
export function firstChoice({id, columns}) {
  const target = columns.at(-1);
  const choice = {id, target: target?.name};
  if (target?.missing) return {...choice, missing: 'drop'};
  return columns.some((column) => column.missing) ? {...choice, missing: 'mean'} : choice;
}
