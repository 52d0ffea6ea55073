/**
 * What a page is.
 *
 * @import {Route} from '../router.js'
 */

/**
 * @typedef {object} Page
 * @property {(route: Route) => string} title of the browser's tab
 * @property {(root: HTMLElement, route: Route) => () => void} open draws it; the answer ends all that goes on
 */
export {};
