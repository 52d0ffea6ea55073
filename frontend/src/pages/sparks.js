/**
 * What a row of the list shows beside the job itself: its loss curve, its best values, what was found. Asked only for rows that are
 * seen, and again only when a run has moved on.
 *
 * @import {Finding, Job, Series} from '../types.js'
 */
import {jobs} from '../api.js';
import {extent} from '../columns.js';
import {fill, h, say} from '../dom.js';
import {words} from '../format.js';
import {ENDED, metric, sparkline} from '../parts.js';

/** Runs that one question may name. */
export const MOST = 200;

/** @typedef {{job: Job, drawn: string, early: boolean}} Row what its curve was drawn for, and whether that was asked for beside the list */

const RANK = {ERROR: 0, WARNING: 1, INFO: 2};

export class Sparks {
  /** Rows that leave the list are forgotten. @type {WeakMap<Element, Row>} */
  #rows = new WeakMap();
  #seen = new IntersectionObserver((entries) => {
    void this.#draw(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target));
  });

  /** @type {() => void} */
  #tellDrawn = () => {};
  /** When the first curves stand in their rows. @type {Promise<void>} */
  drawn = new Promise((done) => {
    this.#tellDrawn = () => done(undefined);
  });

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.signal = signal;
  }

  /**
   * @param {Element} row
   * @param {Job} job
   */
  watch(row, job) {
    const known = this.#rows.get(row);
    // What was asked for beside a list may be older than it: with the next list it is drawn anew.
    const stale = known?.early && known.job !== job;
    const now = known && !stale ? {...known, job} : {job, drawn: '', early: false};
    this.#rows.set(row, now);
    if (now.drawn === stampOf(job)) return;
    // Observing anew reports at once whether the row is seen.
    this.#seen.unobserve(row);
    this.#seen.observe(row);
  }

  /** One question for all rows that have come into sight. @param {readonly Element[]} elements */
  async #draw(elements) {
    /** @type {Map<string, {element: Element, row: Row}>} */
    const wanted = new Map();
    for (const element of elements) {
      const row = this.#rows.get(element);
      if (!row || !hasCurve(row.job) || row.drawn === stampOf(row.job)) continue;
      row.drawn = stampOf(row.job);
      wanted.set(row.job.id, {element, row});
    }
    if (wanted.size === 0) return;
    try {
      const known = await this.#curves(wanted);
      // All are measured before the first one is drawn: what is drawn makes the browser measure anew.
      const drawings = known.flatMap(({job, series, findings}) => {
        const place = wanted.get(job);
        const canvas = place?.element.querySelector('canvas');
        const draw = canvas ? sparkline(canvas) : () => {};
        return place ? [() => show(place.element, draw, new Map(series.map((one) => [one.name, one])), findings, ENDED.has(place.row.job.state))] : [];
      });
      for (const draw of drawings) draw();
      this.#tellDrawn();
    } catch {
      for (const {row} of wanted.values()) row.drawn = '';
    }
  }

  /** @param {ReadonlyMap<string, {row: Row}>} wanted by the run's id */
  async #curves(wanted) {
    const known = (await jobs.earlyCurves()).filter(({job}) => wanted.has(job));
    const early = new Set(known.map(({job}) => job));
    for (const [id, {row}] of wanted) row.early = early.has(id);
    const rest = [...wanted.keys()].filter((id) => !early.has(id));
    return rest.length > 0 ? [...known, ...(await jobs.curves(rest, this.signal))] : known;
  }

  /** Draws the curves of rows that nobody has seen, too. @param {readonly Element[]} rows */
  async whole(rows) {
    for (let from = 0; from < rows.length; from += MOST) await this.#draw(rows.slice(from, from + MOST));
  }

  close() {
    this.#seen.disconnect();
  }
}

/** @param {Job} job */
function stampOf(job) {
  return `${job.progress?.step ?? 0} ${job.state}`;
}

/**
 * @param {Element} row
 * @param {(steps: readonly number[], values: readonly (number | null)[]) => void} draw
 * @param {ReadonlyMap<string, Series>} series
 * @param {readonly Pick<Finding, 'code' | 'severity'>[]} findings
 * @param {boolean} ended
 */
function show(row, draw, series, findings, ended) {
  const loss = series.get('loss');
  if (loss) draw(loss.steps, loss.values);
  const validation = series.get('validationLoss');
  const least = extent(validation?.min ?? validation?.values ?? loss?.min ?? loss?.values ?? [])?.[0];
  const accuracy = series.get('validationAccuracy');
  const most = extent(accuracy?.max ?? accuracy?.values ?? [])?.[1];
  best(row.querySelector('.loss .best'), 'loss', least);
  best(row.querySelector('.accuracy .best'), 'accuracy', most);
  const marks = row.querySelector('.marks');
  if (marks) fill(marks, badges(findings, ended));
}

/**
 * @param {Element | null} place
 * @param {string} name
 * @param {number | undefined} value
 */
function best(place, name, value) {
  if (place) say(place, value === undefined ? '' : `best ${metric(name, value).text}`);
}

/**
 * The gravest findings, one badge a kind; a run without any is healthy.
 *
 * @param {readonly Pick<Finding, 'code' | 'severity'>[]} findings
 * @param {boolean} ended
 */
function badges(findings, ended) {
  const sorted = [...findings].sort((a, b) => (RANK[a.severity] ?? 3) - (RANK[b.severity] ?? 3));
  const kinds = [...new Map(sorted.map((finding) => [finding.code, finding])).values()];
  if (kinds.length === 0) return ended ? [h('span', {class: 'mark good'}, 'healthy')] : [];
  const shown = kinds.slice(0, 2).map((finding) => h('span', {class: `mark ${finding.severity.toLowerCase()}`}, words(finding.code)));
  return kinds.length > 2 ? [...shown, h('span', {class: 'mark'}, `and ${kinds.length - 2} more`)] : shown;
}

/** Whether a run has reported anything. @param {Job} job */
function hasCurve(job) {
  return (job.progress?.step ?? 0) > 0;
}
