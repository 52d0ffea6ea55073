/**
 * A valid request in words.
 *
 * @import {Check} from '../types.js'
 */
import {count, plural} from '../format.js';

/**
 * "Ready: 243 parameters, 120 rows to learn from, 30 to judge by."
 *
 * @param {Check} check
 */
export function readyText({parameters, trainingRows, validationRows, testRows}) {
  const parts = [
    parameters !== undefined && plural(parameters, 'parameter'),
    trainingRows !== undefined && `${plural(trainingRows, 'row')} to learn from`,
    validationRows ? `${count(validationRows)} to judge by` : false,
    testRows ? `${count(testRows)} for a last test` : false,
  ].filter(Boolean);
  return parts.length > 0 ? `Ready: ${parts.join(', ')}.` : 'Ready to run.';
}
