/**
 * What the service has to say about a run, in plain words.
 *
 * @import {Mark} from '../charts/chart.js'
 * @import {Finding, Job} from '../types.js'
 */
import {freshKey} from '../api.js';
import {fill, h} from '../dom.js';
import {count, number, title, words} from '../format.js';
import {failure} from '../notices.js';
import {nameOf} from '../parts.js';
import {link} from '../router.js';

const RANK = {ERROR: 0, WARNING: 1, INFO: 2};

/** Longest name the server takes. */
const LONGEST = 200;

/**
 * @param {readonly Finding[]} findings
 * @param {Job | null} job
 */
export function findingList(findings, job) {
  const sorted = [...findings].sort((a, b) => (RANK[a.severity] ?? 3) - (RANK[b.severity] ?? 3) || a.fromStep - b.fromStep);
  return h('ul', {class: 'findings', 'aria-label': 'Findings'}, sorted.map((finding) => item(finding, job)));
}

/** Findings as marks of charts. @param {readonly Finding[]} findings @returns {Mark[]} */
export function marksOf(findings) {
  return findings.map(({fromStep, layer, severity, code}) => ({step: fromStep, layer: layer ?? null, severity, title: words(code)}));
}

/**
 * @param {Finding} finding
 * @param {Job | null} job
 */
function item(finding, job) {
  const where = [finding.layer, `from step ${count(finding.fromStep)}`].filter(Boolean).join(', ');
  const evidence = Object.entries(finding.evidence ?? {});
  return h(
    'li',
    {class: `finding ${finding.severity.toLowerCase()}`},
    h('p', {class: 'finding-head'}, h('strong', {}, title(finding.code)), ' ', h('span', {class: 'where'}, where)),
    h('p', {}, finding.explanation),
    evidence.length > 0 &&
      h('dl', {class: 'evidence'}, evidence.map(([name, value]) => h('div', {}, h('dt', {}, words(name)), h('dd', {}, number(value))))),
    job && Object.keys(finding.patch ?? {}).length > 0 && cure(finding, job),
  );
}

/**
 * Tries what would help: the same data, seed and batches, and both runs side by side.
 *
 * @param {Finding} finding
 * @param {Job} job
 */
function cure(finding, job) {
  const notice = h('div');
  const key = freshKey();
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button',
      'data-needs': 'write',
      onclick: async () => {
        button.disabled = true;
        try {
          const name = `${nameOf(job)}, tried against ${words(finding.code)}`.slice(0, LONGEST);
          const {forkAndCompare} = await import('../compare/fork.js');
          await forkAndCompare(job, {patch: {...finding.patch, name}}, key);
        } catch (error) {
          button.disabled = false;
          fill(notice, failure(error));
        }
      },
    },
    'Try it',
  );
  const change = h('a', {'data-needs': 'write', href: link(['new'], {from: job.id, patch: JSON.stringify(finding.patch)})}, 'Change it first');
  return h('div', {}, h('p', {class: 'cure'}, button, h('span', {class: 'help'}, 'runs it again with the cure, same seed and batches, side by side.'), change), notice);
}
