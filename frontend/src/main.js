/**
 * Starts the dashboard: which page an address shows.
 *
 * @import {Page} from './pages/page.js'
 */
import {h, fill} from './dom.js';
import compare from './pages/compare.js';
import {datasetPage, datasetsPage} from './pages/datasets.js';
import {epochGdPage, galleryPage, leastSquaresPage} from './pages/gallery.js';
import gradients from './pages/gradients.js';
import model from './pages/model.js';
import newRun from './pages/newRun.js';
import queue from './pages/queue.js';
import run from './pages/run.js';
import runs from './pages/runs.js';
import steps from './pages/steps.js';
import {link, parse} from './router.js';

/** @type {Page} */
const missing = {
  title: () => 'Not here',
  open(root) {
    fill(root, h('h1', {tabindex: '-1'}, 'Not here'), h('p', {}, 'There is no such page. ', h('a', {href: link(['runs'])}, 'See the runs'), '.'));
    return () => {};
  },
};

/** Pages by their address, or by its first word and the number of words. @type {Record<string, Page>} */
const PAGES = {'runs/1': runs, 'runs/2': run, 'runs/4': steps, 'compare/1': compare, 'new/1': newRun, 'queue/1': queue, 'gradients/1': gradients, 'gallery/1': galleryPage, 'gallery/least-squares': leastSquaresPage, 'gallery/epoch-gd': epochGdPage, 'datasets/1': datasetsPage, 'datasets/2': datasetPage, 'models/2': model};

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
let close = () => {};
let first = true;

function show() {
  const route = parse(location.hash);
  const page = PAGES[route.path.join('/')] ?? PAGES[`${route.path[0]}/${route.path.length}`] ?? missing;
  close();
  const root = h('div', {class: 'page'});
  fill(main, root);
  document.title = `${page.title(route)} · Chainrule`;
  for (const item of document.querySelectorAll('nav a')) {
    const current = item.getAttribute('href') === link([route.path[0] ?? '']);
    if (current) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
  }
  close = page.open(root, route);
  // Whoever listens to the page instead of seeing it is told where they are; the first time the browser does that.
  if (!first) /** @type {HTMLElement | null} */ (root.querySelector('h1'))?.focus({preventScroll: true});
  if (!first) scrollTo(0, 0);
  first = false;
}

// An anchor would be taken for an address.
document.querySelector('.skip')?.addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', show);
show();
