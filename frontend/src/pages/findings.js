/**
 * What the service has to say about a run, in plain words.
 *
 * @import {Finding, Job} from '../types.js'
 */
import {h} from '../dom.js';
import {count, number, words} from '../format.js';
import {link} from '../router.js';

const RANK = {ERROR: 0, WARNING: 1, INFO: 2};

/**
 * @param {readonly Finding[]} findings
 * @param {Job | null} job
 */
export function findingList(findings, job) {
  const sorted = [...findings].sort((a, b) => (RANK[a.severity] ?? 3) - (RANK[b.severity] ?? 3) || a.fromStep - b.fromStep);
  return h('ul', {class: 'findings', 'aria-label': 'Findings'}, sorted.map((finding) => item(finding, job)));
}

/**
 * @param {Finding} finding
 * @param {Job | null} job
 */
function item(finding, job) {
  const where = [finding.layer, `from step ${count(finding.fromStep)}`].filter(Boolean).join(', ');
  const evidence = Object.entries(finding.evidence ?? {});
  const cure = job && Object.keys(finding.patch ?? {}).length > 0 ? link(['new'], {from: job.id, patch: JSON.stringify(finding.patch)}) : null;
  return h(
    'li',
    {class: `finding ${finding.severity.toLowerCase()}`},
    h('p', {class: 'finding-head'}, h('strong', {}, title(finding.code)), ' ', h('span', {class: 'where'}, where)),
    h('p', {}, finding.explanation),
    evidence.length > 0 &&
      h('dl', {class: 'evidence'}, evidence.map(([name, value]) => h('div', {}, h('dt', {}, words(name)), h('dd', {}, number(value))))),
    cure && h('p', {}, h('a', {href: cure}, 'Try the cure in a new run')),
  );
}

/** @param {string} code */
function title(code) {
  const text = words(code);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
