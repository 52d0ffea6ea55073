/**
 * The algorithms' plain text as mathematics. Pure functions.
 */

const LETTERS = {k: 'ₖ', l: 'ₗ', '-': '₋', '+': '₊', '(': '₍', ')': '₎'};

/** @param {string} text */
function below(text) {
  return [...text].map((sign) => (/\d/.test(sign) ? String.fromCharCode(0x2080 + Number(sign)) : (/** @type {Record<string, string>} */ (LETTERS)[sign] ?? sign))).join('');
}

/** Names of layers are nobody's mathematics: behind "change of" and "next", and in the parentheses of W(…), not in those of f, g, L and Omega. */
const NAMES = /^(?:change of|next) .+|(?<=\p{L})(?<!(?<!\p{L})(?:f|g|L|Omega))\([^()\s,]+\)/gu;

/**
 * `a_k = b_k + W_k h_(k-1)` is aₖ = bₖ + Wₖ h₍ₖ₋₁₎.
 *
 * @param {string} text
 */
export function written(text) {
  /** @type {string[]} */
  const names = [];
  const bare = text.replace(NAMES, (name) => `\u0000${names.push(name) - 1}\u0000`);
  return mathematics(bare).replace(/\u0000(\d+)\u0000/g, (_, at) => names[at] ?? '');
}

/** @param {string} text */
function mathematics(text) {
  return text
    .replace(/grad_yHat /g, '∇yHat ')
    .replace(/grad_\((\w+)_\(?([^)]*)\)?\) J/g, (_, name, index) => `∇${name}${below(index)} J`)
    .replace(/grad_\(([^)]*\)?)\)/g, (_, name) => `∇${name}`)
    .replace(/_\(([^)]*)\)/g, (_, index) => below(index))
    .replace(/_(k|l|\d+)/g, (_, index) => below(index))
    .replace(/dJ\/d/g, '∂J/∂')
    .replace(/yHat/g, 'ŷ')
    .replace(/lambda/g, 'λ')
    .replace(/Omega/g, 'Ω')
    .replace(/theta/g, 'θ')
    .replace(/<-/g, '←')
    .replace(/ \* /g, ' ⊙ ');
}

/**
 * What a line's symbol speaks of: `dJ/dW_2` of the adjoint of W_2, `a_1` of the value of a_1.
 *
 * @param {string} symbol
 * @returns {{name: string, adjoint: boolean}}
 */
export function meaning(symbol) {
  return symbol.startsWith('dJ/d') ? {name: symbol.slice(4), adjoint: true} : {name: symbol, adjoint: false};
}
