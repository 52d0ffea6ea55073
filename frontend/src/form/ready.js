/**
 * A valid request in words.
 *
 * @import {Check} from '../types.js'
 */
import {bytes as size, count, duration, plural} from '../format.js';

/**
 * "Ready: 243 parameters, 1.2 MB, 2.5 s to 6.2 s for 400 steps, 120 rows to learn from, 30 to judge by."
 *
 * @param {Check} check
 */
export function readyText({parameters, bytes, trainingRows, validationRows, testRows, estimate}) {
  const parts = [
    parameters !== undefined && plural(parameters, 'parameter'),
    bytes !== undefined && size(bytes),
    estimate && `${takes(estimate).replaceAll(/(?<=\d) /g, '\u00a0')} for ${plural(estimate.steps, 'step')}`,
    trainingRows !== undefined && `${plural(trainingRows, 'row')} to learn from`,
    validationRows ? `${count(validationRows)} to judge by` : false,
    testRows ? `${count(testRows)} for a last test` : false,
  ].filter(Boolean);
  return parts.length > 0 ? `Ready: ${parts.join(', ')}.` : 'Ready to run.';
}

/** Ends of a range that lie closer than this are one number, times. */
const CLOSE = 1.6;

/**
 * One number where it is certain, else a range.
 *
 * @param {Pick<NonNullable<Check['estimate']>, 'seconds' | 'secondsLeast' | 'secondsMost'>} estimate
 */
export function takes({seconds, secondsLeast = seconds, secondsMost = seconds}) {
  if (secondsMost < 0.1) return 'under 0.1 s';
  const [least, most] = [duration(secondsLeast), duration(secondsMost)];
  if (secondsMost < CLOSE * secondsLeast || least === most) return `about ${duration(seconds)}`;
  return secondsLeast < 0.1 ? `up to ${most}` : `${least} to ${most}`;
}
