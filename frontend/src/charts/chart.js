/**
 * What a chart is. A new chart is one file here that exports such an object, and one line in `index.js`.
 *
 * @import {Series} from '../types.js'
 */

/**
 * @typedef {object} Chart
 * @property {string} id used in addresses (`loss.scale=log`) and in element ids
 * @property {string} title
 * @property {string} help one or two sentences for a person who sees it for the first time
 * @property {string} [formula] what is drawn, as a formula
 * @property {boolean} [wide] takes the whole width of the page
 * @property {Option[]} [options] choices in the chart's head, kept in the address
 * @property {(layers: readonly string[]) => string[]} series names of what is drawn
 * @property {string[]} [ask] patterns asked of the server, where they say it without the names of the layers
 * @property {'extremes' | 'max'} [reduce] what a point that speaks of several steps is: their mean and both extremes, or the greatest alone
 * @property {(root: HTMLElement, data: ChartData, board: Board) => Drawing} draw
 *
 * @typedef {{name: string, label: string, values: readonly string[]}} Option the first value is the default
 *
 * @typedef {object} ChartData
 * @property {ReadonlyMap<string, Series>} series by name; what a run does not report is not there
 * @property {readonly string[]} layers names from input to output
 * @property {[number, number]} range steps at the left and right edge
 * @property {readonly Mark[]} [marks] where something was found
 * @property {[number, number]} [scale] log10 of the ends of the palette, where several pictures share it
 *
 * @typedef {object} Drawing
 * @property {(data: ChartData) => void} update
 * @property {(range: [number, number]) => void} [move] shows other steps of the same data
 * @property {() => void} destroy
 *
 * @typedef {object} Board what the charts of a page share
 * @property {string} key charts of one key share their cursor
 * @property {number | undefined} [width] of the chart's place in pixels, where it has been measured
 * @property {(option: string) => string} option the chosen value, e.g. of `loss.scale`
 * @property {(range: [number, number] | null) => void} zoom null shows everything
 * @property {(change: (range: [number, number]) => [number, number]) => void} [pan] moves the picture at once; numbers are asked for when it rests
 * @property {(readings: Reading[], step: number | null) => void} read tells the numbers under the cursor, without one the latest
 *
 * @typedef {{step: number, layer: string | null, severity: string, title: string}} Mark a finding's place
 *
 * @typedef {{label: string, value: string, color: string, dashed?: boolean}} Reading
 */
export {};
