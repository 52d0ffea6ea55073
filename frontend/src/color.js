/**
 * Colors of numbers. Viridis (Smith and van der Walt 2015): even steps of lightness, readable with any color vision and in gray.
 */

/** @typedef {readonly [number, number, number]} Rgb 0 to 255 */

/** Eleven stops of viridis, from 0 to 1. @type {readonly Rgb[]} */
const VIRIDIS = [
  [68, 1, 84],
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
];

/**
 * Viridis at a share; what lies outside takes the end's color.
 *
 * @param {number} share 0 to 1
 * @returns {Rgb}
 */
export function viridis(share) {
  const place = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1);
  const index = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const from = VIRIDIS[index] ?? [0, 0, 0];
  const to = VIRIDIS[index + 1] ?? from;
  const mix = place - index;
  /** @param {0 | 1 | 2} channel */
  const mixed = (channel) => Math.round(from[channel] * (1 - mix) + to[channel] * mix);
  return [mixed(0), mixed(1), mixed(2)];
}

/**
 * @param {Rgb} rgb
 */
export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/**
 * The color of one of many lines that have an order (layers from input to output), kept where it contrasts with the page:
 * the dark part of viridis on light pages, the light part on dark ones.
 *
 * @param {number} index
 * @param {number} of
 * @param {boolean} dark whether the page is dark
 */
export function ordered(index, of, dark) {
  const share = of < 2 ? 0.5 : index / (of - 1);
  return css(viridis(dark ? 0.28 + 0.72 * share : 0.8 * share));
}

/** Ends and middles of the palette of signed numbers, light and dark. */
const SIGNED = {light: {low: [10, 106, 168], middle: [255, 255, 255], high: [209, 86, 10]}, dark: {low: [90, 174, 227], middle: [26, 30, 34], high: [242, 138, 75]}};

/**
 * The color of a signed number: blue below zero, orange above, the page's surface at zero.
 *
 * @param {number} share -1 to 1
 * @param {boolean} dark whether the page is dark
 * @returns {Rgb}
 */
export function signed(share, dark) {
  const {low, middle, high} = dark ? SIGNED.dark : SIGNED.light;
  const end = share < 0 ? low : high;
  const weight = Math.min(1, Math.abs(share));
  const mixed = (/** @type {number} */ channel) => Math.round((middle[channel] ?? 0) * (1 - weight) + (end[channel] ?? 0) * weight);
  return [mixed(0), mixed(1), mixed(2)];
}

/**
 * A color that lets through what lies behind it.
 *
 * @param {string} color
 * @param {number} alpha
 */
export function withAlpha(color, alpha) {
  return alpha >= 1 ? color : `color-mix(in srgb, ${color} ${Math.round(alpha * 100)}%, transparent)`;
}
