/**
 * What each unit of a network of dense layers says at a place: the forward pass, a_k = b_k + W_k h_(k-1), h_k = f(a_k). Pure functions.
 */

/** Activations of one number. Softmax needs them all and is left to the server's predictions. @type {Record<string, (a: number, spec: Record<string, any>) => number>} */
const ACTIVATIONS = {
  linear: (a) => a,
  relu: (a) => Math.max(0, a),
  leaky_relu: (a, {slope = 0.01}) => (a > 0 ? a : slope * a),
  elu: (a, {alpha = 1}) => (a > 0 ? a : alpha * Math.expm1(a)),
  silu: (a) => a / (1 + Math.exp(-a)),
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  tanh: (a) => Math.tanh(a),
  softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
};

/** @typedef {{name: string, f: (a: number) => number, weight: number[][], bias: number[]}} Stage one hidden layer */

/**
 * The hidden layers of a network, up to the first that is no dense layer or whose activation is not known here.
 *
 * @param {readonly Record<string, any>[]} layers of the model's network, the output last
 * @param {readonly {name: string, values: any}[]} parameters
 * @returns {Stage[]}
 */
export function stages(layers, parameters) {
  /** @type {Stage[]} */
  const out = [];
  for (const layer of layers.slice(0, -1)) {
    const f = ACTIVATIONS[layer['activation']?.type];
    const weight = parameters.find((one) => one.name === `${layer['name']}.weight`)?.values;
    const bias = parameters.find((one) => one.name === `${layer['name']}.bias`)?.values;
    if (layer['type'] !== 'dense' || !f || !weight) break;
    out.push({name: layer['name'], f: (a) => f(a, layer['activation']), weight, bias: bias ? bias.flat() : weight.map(() => 0)});
  }
  return out;
}

/**
 * Outputs of every unit of every layer at a point.
 *
 * @param {readonly Stage[]} hidden
 * @param {readonly number[]} x as the network sees it, scaled
 * @returns {number[][]} one list a layer
 */
export function outputs(hidden, x) {
  let h = [...x];
  return hidden.map(({f, weight, bias}) => {
    h = weight.map((row, unit) => f(row.reduce((sum, w, input) => sum + w * (h[input] ?? 0), bias[unit] ?? 0)));
    return h;
  });
}
