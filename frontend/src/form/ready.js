/**
 * A valid request in words.
 *
 * @import {Check} from '../types.js'
 */
import {bytes as size, count, duration, plural} from '../format.js';

/**
 * "Ready: 243 parameters, 1.2 MB, about 3.1 s for 400 steps, 120 rows to learn from, 30 to judge by."
 *
 * @param {Check} check
 */
export function readyText({parameters, bytes, trainingRows, validationRows, testRows, estimate}) {
  const parts = [
    parameters !== undefined && plural(parameters, 'parameter'),
    bytes !== undefined && size(bytes),
    estimate && `${takes(estimate.seconds)} for ${plural(estimate.steps, 'step')}`,
    trainingRows !== undefined && `${plural(trainingRows, 'row')} to learn from`,
    validationRows ? `${count(validationRows)} to judge by` : false,
    testRows ? `${count(testRows)} for a last test` : false,
  ].filter(Boolean);
  return parts.length > 0 ? `Ready: ${parts.join(', ')}.` : 'Ready to run.';
}

/** @param {number} seconds */
function takes(seconds) {
  return seconds < 0.1 ? 'under 0.1 s' : `about ${duration(seconds)}`;
}
