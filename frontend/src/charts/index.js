/**
 * The charts of a run's page, in their order.
 *
 * @import {Chart} from './chart.js'
 */
import accuracy from './accuracy.js';
import gradientNorms from './gradientNorms.js';
import loss from './loss.js';
import river from './river.js';

/** @type {readonly Chart[]} */
export const CHARTS = [loss, river, gradientNorms, accuracy];
