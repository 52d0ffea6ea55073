/**
 * A valid request in words.
 *
 * @import {Check} from '../types.js'
 */
import {bytes as size, count, plural} from '../format.js';

/**
 * "Ready: 243 parameters, 1.2 MB, 120 rows to learn from, 30 to judge by."
 *
 * @param {Check} check
 */
export function readyText({parameters, bytes, trainingRows, validationRows, testRows}) {
  const parts = [
    parameters !== undefined && plural(parameters, 'parameter'),
    bytes !== undefined && size(bytes),
    trainingRows !== undefined && `${plural(trainingRows, 'row')} to learn from`,
    validationRows ? `${count(validationRows)} to judge by` : false,
    testRows ? `${count(testRows)} for a last test` : false,
  ].filter(Boolean);
  return parts.length > 0 ? `Ready: ${parts.join(', ')}.` : 'Ready to run.';
}
