/**
 * The charts of a run's page and of one of its layers, in their order.
 *
 * @import {Chart} from './chart.js'
 */
import accuracy from './accuracy.js';
import gradientNorms from './gradientNorms.js';
import layerNorms from './layerNorms.js';
import loss from './loss.js';
import river from './river.js';
import shares from './shares.js';
import updateRatio from './updateRatio.js';

/** @type {readonly Chart[]} */
export const CHARTS = [loss, river, gradientNorms, accuracy];

/** Charts of one layer: they are given its name alone. @type {readonly Chart[]} */
export const LAYER_CHARTS = [layerNorms, updateRatio, shares];
