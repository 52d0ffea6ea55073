/**
 * Numbers, times and names as people read them.
 */

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A dash for what is not there. */
export const NOTHING = '–';

/**
 * An integer as superscript digits: -4 is ⁻⁴.
 *
 * @param {number} exponent
 */
export function superscript(exponent) {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return (exponent < 0 ? '⁻' : '') + digits;
}

/**
 * A number with so many significant digits; powers of ten where plain digits would be long.
 *
 * @param {number | null | undefined} value
 * @param {number} [digits]
 */
export function number(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const rounded = Number(size.toPrecision(digits));
  const sign = value < 0 ? '−' : '';
  if (rounded >= 1e6 || rounded < 1e-3) return sign + scientific(size, digits);
  if (rounded >= 1000) {
    const [whole = '', part = ''] = String(Number(size.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)))))).split('.');
    return sign + grouped(Number(whole)) + (part && `.${part}`);
  }
  return sign + String(rounded);
}

/**
 * @param {number} size positive
 * @param {number} digits
 */
function scientific(size, digits) {
  const [mantissa = '', exponent = ''] = size.toExponential(digits - 1).split('e');
  const trimmed = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  const power = '10' + superscript(Number(exponent));
  return trimmed === '1' ? power : `${trimmed}×${power}`;
}

/**
 * Ticks of an axis, with as many digits as tell neighbors apart.
 *
 * @param {readonly number[]} ticks
 * @param {number} increment from one to the next
 */
export function tickTexts(ticks, increment) {
  const power = (/** @type {number} */ size) => Math.floor(Math.log10(size) + 1e-9);
  const digits = power(Math.max(increment, ...ticks.map(Math.abs))) - power(increment) + 1;
  return ticks.map((tick) => number(tick, Math.max(3, digits)));
}

/** Whether four digits tell the ticks apart. @param {readonly number[]} ticks @param {number} increment */
export function roomy(ticks, increment) {
  const last = Math.max(...ticks, 1);
  return last < 10_000 || increment >= 10 ** (Math.floor(Math.log10(last)) - 3);
}

/**
 * A count with thousands separators.
 *
 * @param {number | null | undefined} value
 */
export function count(value) {
  return value === null || value === undefined ? NOTHING : grouped(Math.round(value));
}

/** Thousands set apart. `Intl` takes 12 ms to load its tables, in each new tab. @param {number} whole */
function grouped(whole) {
  return String(whole).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/**
 * @param {number} amount
 * @param {string} one
 * @param {string} [many]
 */
export function plural(amount, one, many = `${one}s`) {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

/**
 * A share of 1 as percent, with one decimal where there is one. Nearly all is not all, and nearly nothing not nothing.
 *
 * @param {number | null | undefined} share
 */
export function percent(share) {
  if (share === null || share === undefined || !Number.isFinite(share)) return NOTHING;
  const value = Number((share * 100).toFixed(1));
  if (value === 100 && share < 1) return '99.9 %';
  return value === 0 && share > 0 ? '0.1 %' : `${value} %`;
}

/**
 * A span of time: 0.4 s, 12 s, 3 min 5 s, 2 h 10 min, 3 d.
 *
 * @param {number | null | undefined} seconds
 */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return NOTHING;
  const rest = Math.max(0, seconds);
  if (rest < 9.95) return `${rest.toFixed(1)} s`;
  const whole = Math.round(rest);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (whole < 86_400) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return `${Math.round(whole / 86_400)} d`;
}

/**
 * @param {number} large
 * @param {string} largeUnit
 * @param {number} small
 * @param {string} smallUnit
 */
function pair(large, largeUnit, small, smallUnit) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/**
 * How long ago a time was.
 *
 * @param {string | null | undefined} time ISO 8601
 * @param {number} [now] milliseconds
 */
export function age(time, now = Date.now()) {
  if (!time) return NOTHING;
  const seconds = (now - Date.parse(time)) / 1000;
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/**
 * @param {number | null | undefined} amount
 */
export function bytes(amount) {
  if (amount === null || amount === undefined) return NOTHING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = amount;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/**
 * camelCase or snake_case as words: learningRate is "learning rate".
 *
 * @param {string} name
 */
export function words(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
}

/**
 * The same, beginning with a capital.
 *
 * @param {string} name
 */
export function title(name) {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
