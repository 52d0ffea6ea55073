/**
 * The charts of one layer, in their order: they are given its name alone.
 *
 * @import {Chart} from './chart.js'
 */
import layerNorms from './layerNorms.js';
import shares from './shares.js';
import updateRatio from './updateRatio.js';

/** @type {readonly Chart[]} */
export const LAYER_CHARTS = [layerNorms, updateRatio, shares];
