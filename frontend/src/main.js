/**
 * Starts the dashboard: which page an address shows. A page's modules come with its first visit.
 *
 * @import {Page} from './pages/page.js'
 */
import {h, fill} from './dom.js';
import {idle} from './idle.js';
import {failure} from './notices.js';
import {link, parse} from './router.js';
import {closedPage, learnScope, mayWrite} from './scope.js';

/** @type {Page} */
const missing = {
  title: () => 'Not here',
  open(root) {
    fill(root, h('h1', {tabindex: '-1'}, 'Not here'), h('p', {}, 'There is no such page. ', h('a', {href: link(['runs'])}, 'See the runs'), '.'));
    return () => {};
  },
};

/** Pages by their address, or by its first word and the number of words. @type {Record<string, () => Promise<Page>>} */
const PAGES = {
  'runs/1': async () => (await import('./pages/runs.js')).default,
  'runs/2': async () => (await import('./pages/run.js')).default,
  'runs/4': async () => (await import('./pages/steps.js')).default,
  'compare/1': async () => (await import('./pages/compare.js')).default,
  'new/1': async () => (await import('./pages/newRun.js')).default,
  'queue/1': async () => (await import('./pages/queue.js')).default,
  'gradients/1': async () => (await import('./pages/gradients.js')).default,
  'gallery/1': async () => (await import('./pages/gallery.js')).galleryPage,
  'gallery/least-squares': async () => (await import('./pages/gallery.js')).leastSquaresPage,
  'gallery/epoch-gd': async () => (await import('./pages/gallery.js')).epochGdPage,
  'datasets/1': async () => (await import('./pages/datasets.js')).datasetsPage,
  'datasets/2': async () => (await import('./pages/datasets.js')).datasetPage,
  'models/2': async () => (await import('./pages/model.js')).default,
};

/** Pages that only start or compute, and their names. @type {Record<string, string>} */
const WRITING = {'new/1': 'New run', 'gradients/1': 'Gradients', 'gallery/least-squares': 'Analytic against SGD', 'gallery/epoch-gd': 'EPOCH-GD'};

/** Milliseconds that a page has for itself before what may come next is fetched. */
const REST = 1000;

const scopeKnown = learnScope();
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
let close = () => {};
let first = true;
let shown = 0;

async function show() {
  const mine = ++shown;
  const route = parse(location.hash);
  // The page that is left writes nothing into the new address any more.
  close();
  close = () => {};
  main.setAttribute('aria-busy', 'true');
  const address = route.path.join('/') in PAGES ? route.path.join('/') : `${route.path[0]}/${route.path.length}`;
  const known = PAGES[address];
  const [loaded] = await Promise.all([known ? known().catch(broken) : missing, scopeKnown]);
  const page = !mayWrite() && WRITING[address] ? closedPage(WRITING[address]) : loaded;
  // Whoever has gone on meanwhile does not want this page any more.
  if (mine !== shown) return;
  open(page, route);
  if (address === 'runs/1') setTimeout(ahead, REST);
}

/** Whoever looks at the list often goes on to a run: its modules come while nothing else is to be done. */
function ahead() {
  if (!document.hidden) idle(() => void PAGES['runs/2']?.().catch(() => {})); // whoever opens a run is told
}

/**
 * A page whose modules do not come: the server is away, or has others by now.
 *
 * @param {unknown} error
 * @returns {Page}
 */
function broken(error) {
  return {
    title: () => 'Not loaded',
    open(root) {
      fill(root, h('h1', {tabindex: '-1'}, 'Not loaded'), failure(error, () => location.reload()));
      return () => {};
    },
  };
}

/**
 * @param {Page} page
 * @param {import('./router.js').Route} route
 */
function open(page, route) {
  const root = h('div', {class: 'page'});
  fill(main, root);
  document.title = `${page.title(route)} · Chainrule`;
  for (const item of document.querySelectorAll('nav a')) {
    const current = item.getAttribute('href') === link([route.path[0] ?? '']);
    if (current) item.setAttribute('aria-current', 'page');
    else item.removeAttribute('aria-current');
  }
  close = page.open(root, route);
  main.removeAttribute('aria-busy');
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
addEventListener('hashchange', () => void show());
void show();
