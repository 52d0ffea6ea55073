/**
 * The HTTP contract, called.
 *
 * @import {Catalog, Check, Dataset, Fault, Finding, HistogramList, Job, JobSpec, Layer, Plane, Series, Trace} from './types.js'
 */
import {BASE, KEY, credentials, curves, take} from './early.js';
import {patiently} from './idle.js';

export {BASE, credentials};

/** A problem document (RFC 9457), or a connection that failed (status 0). */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {{title?: string, detail?: string, code?: string, errors?: Fault[]}} [document]
   */
  constructor(status, document = {}) {
    super(document.detail ?? document.title ?? (status === 0 ? 'The server does not answer.' : `The server answered ${status}.`));
    this.status = status;
    this.code = document.code ?? '';
    /** @type {Fault[]} */
    this.faults = document.errors ?? [];
  }
}

/** @param {string} key empty: none any more */
export function useKey(key) {
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
}

/** @typedef {{body?: unknown, type?: string, headers?: Record<string, string>, signal?: AbortSignal | undefined}} Options */

/**
 * One request; what is no success throws a Problem.
 *
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {Options} [options] a body that is no string, file or form is sent as JSON
 * @returns {Promise<any>} the JSON of the answer, null where it has none
 */
export async function call(method, path, {body, type, headers, signal} = {}) {
  const raw = typeof body === 'string' || body instanceof Blob || body instanceof FormData;
  const contentType = type ?? (body !== undefined && !raw ? 'application/json' : undefined);
  /** @type {RequestInit} */
  const init = {
    method,
    headers: {Accept: 'application/json', ...credentials(), ...(contentType ? {'Content-Type': contentType} : {}), ...headers},
  };
  if (body !== undefined) init.body = raw ? body : JSON.stringify(body);
  if (signal) init.signal = signal;
  const early = method === 'GET' ? await take(path) : null;
  signal?.throwIfAborted();
  const ask = () => reach(path, init);
  const response = method === 'GET' ? await patiently(early ?? (await ask()), ask, signal) : await ask();
  const answer = await readJson(response);
  signal?.throwIfAborted();
  if (!response.ok) throw new Problem(response.status, answer);
  // What was asked for always has a body: one that is missing or cut short is no answer.
  if (method === 'GET' && answer === undefined) throw new Problem(0);
  return answer;
}

/**
 * Sends a file as a form; unlike fetch, the old way tells how far it is.
 *
 * @param {File} file
 * @param {string} path below /api/v1
 * @param {(share: number) => void} onProgress 0 to 1
 * @returns {Promise<any>}
 */
function send(file, path, onProgress) {
  const form = new FormData();
  form.append('file', file);
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open('POST', BASE + path);
    for (const [name, value] of Object.entries({Accept: 'application/json', ...credentials()})) request.setRequestHeader(name, value);
    request.upload.onprogress = ({loaded, total}) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => fail(new Problem(0));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) done(answer);
      else fail(new Problem(request.status, answer));
    };
    request.send(form);
  });
}

/** @param {string} text @returns {any} undefined where it is no JSON */
function parsed(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A file of the server.
 *
 * @param {string} path below /api/v1
 * @param {string} accept
 * @returns {Promise<Blob>}
 */
async function download(path, accept) {
  const response = await reach(path, {headers: {Accept: accept, ...credentials()}});
  if (!response.ok) throw new Problem(response.status, await readJson(response));
  return response.blob();
}

/**
 * A question as a command for a terminal.
 *
 * @param {string} path below /api/v1
 * @param {Record<string, string | number | null | undefined>} query
 */
export function command(path, query) {
  return `curl '${location.origin}${BASE}${path}${search(query).replaceAll('%2C', ',')}'`;
}

/**
 * @param {string} path
 * @param {RequestInit} init
 */
async function reach(path, init) {
  try {
    return await fetch(BASE + path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Problem(0);
  }
}

/** @param {Response} response */
async function readJson(response) {
  return parsed(await response.text());
}

/** Whether an error only says that a page was left. @param {unknown} error */
export function aborted(error) {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** @param {string} id */
const at = (id) => encodeURIComponent(id);

/** @type {Promise<Catalog> | undefined} */
let catalogOnce;

/** The catalog, asked once a visit. @returns {Promise<Catalog>} */
export function catalog() {
  catalogOnce ??= call('GET', '/catalog').catch((error) => {
    catalogOnce = undefined;
    throw error;
  });
  return catalogOnce;
}

/** @typedef {{job: string, series: Series[], findings: Pick<Finding, 'code' | 'severity'>[]}} Curves */

export const jobs = {
  /**
   * @param {Record<string, string | number | null | undefined>} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<{items: Job[], nextPageToken?: string | null}>}
   */
  list: (query, signal) => call('GET', `/jobs${search(query)}`, {signal}),
  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Job>} */
  get: (id, signal) => call('GET', `/jobs/${at(id)}`, {signal}),
  /** @param {JobSpec} spec @param {string} key the same key never starts two runs @returns {Promise<Job>} */
  start: (spec, key) => call('POST', '/jobs', {body: spec, headers: {'Idempotency-Key': key}}),
  /** @param {JobSpec} spec @param {AbortSignal} signal @returns {Promise<Check>} */
  check: (spec, signal) => call('POST', '/jobs?validateOnly=true', {body: spec, signal}),
  /** @param {string} id @param {string} action cancel, pause, resume @returns {Promise<any>} */
  act: (id, action) => call('POST', `/jobs/${at(id)}/${at(action)}`),
  /** @param {string} id */
  remove: (id) => call('DELETE', `/jobs/${at(id)}`),
  /**
   * @param {string} id
   * @param {Record<string, string | number | null | undefined>} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<{series: Series[], eventId?: string}>}
   */
  history: async (id, query, signal) => onAxes(await call('GET', `/jobs/${at(id)}/history${search(query)}`, {signal})),
  /** Small curves of many runs. @param {readonly string[]} ids @param {AbortSignal} [signal] @returns {Promise<Curves[]>} */
  curves: (ids, signal) => call('GET', curves({jobs: ids.join()}), {signal}),
  /** Those of the newest runs that were asked for while this page's modules came; once, and none where they were not. @returns {Promise<Curves[]>} */
  earlyCurves: async () => {
    const early = await take(curves({newest: '0'}));
    return early?.ok ? ((await readJson(early)) ?? []) : [];
  },
  /** All numbers, not reduced. @param {string} id @param {Record<string, string | number | null | undefined>} query */
  csv: (id, query) => download(`/jobs/${at(id)}/history${search(query)}`, 'text/csv'),
  /** @param {string} id @param {Record<string, any>} fork atStep, patch @param {string} key @returns {Promise<Job>} */
  fork: (id, fork, key) => call('POST', `/jobs/${at(id)}/fork`, {body: fork, headers: {'Idempotency-Key': key}}),
  /** @param {string} id @param {Record<string, any>} change name, tags, notes, priority @returns {Promise<Job>} */
  describe: (id, change) => call('PATCH', `/jobs/${at(id)}`, {body: change}),
  /** @param {string} id @param {Record<string, string | number | null | undefined>} query @param {AbortSignal} [signal] @returns {Promise<HistogramList[]>} */
  histograms: (id, query, signal) => call('GET', `/jobs/${at(id)}/histograms${search(query)}`, {signal}),
  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Layer[]>} */
  layers: async (id, signal) => list(await call('GET', `/jobs/${at(id)}/layers`, {signal}), 'layers'),
  /** @param {string} id @param {number} step @param {AbortSignal} [signal] @returns {Promise<Trace>} */
  trace: (id, step, signal) => call('GET', `/jobs/${at(id)}/steps/${step}/trace`, {signal}),
  /** @param {string} id @param {Record<string, number | boolean>} wanted @param {AbortSignal} [signal] @returns {Promise<Plane>} */
  plane: (id, wanted, signal) => call('GET', `/jobs/${at(id)}/plane${search(wanted)}`, {signal}),
  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Finding[]>} */
  findings: async (id, signal) => list(await call('GET', `/jobs/${at(id)}/findings`, {signal}), 'findings'),
};

export const datasets = {
  /** All of them, page by page. @param {AbortSignal} [signal] @param {string} [pageToken] @returns {Promise<Dataset[]>} */
  list: async (signal, pageToken = '') => {
    const {items, nextPageToken} = await call('GET', `/datasets${search({pageSize: 100, pageToken})}`, {signal});
    return nextPageToken ? [...items, ...(await datasets.list(signal, nextPageToken))] : items;
  },
  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Dataset>} */
  get: (id, signal) => call('GET', `/datasets/${at(id)}`, {signal}),
  /** @param {string} id @param {number} limit @param {AbortSignal} [signal] @returns {Promise<any>} */
  rows: (id, limit, signal) => call('GET', `/datasets/${at(id)}/rows?offset=0&limit=${limit}`, {signal}),
  /** @param {string} id */
  remove: (id) => call('DELETE', `/datasets/${at(id)}`),
  /** @param {File} file @param {boolean} preview nothing is kept @param {(share: number) => void} [onProgress] 0 to 1 @returns {Promise<any>} */
  upload: (file, preview, onProgress = () => {}) => send(file, preview ? '/datasets/preview' : '/datasets', onProgress),
  /** @param {Record<string, unknown>} generator @param {boolean} preview @param {AbortSignal} [signal] @returns {Promise<any>} */
  generate: (generator, preview, signal) => call('POST', preview ? '/datasets/preview' : '/datasets', {body: {generator}, signal}),
};

/**
 * The chain rule at every node of an expression.
 *
 * @param {{expression: string, at: Record<string, any>, second?: boolean}} question
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export function gradients(question, signal) {
  return call('POST', '/gradients', {body: question, signal});
}

/** A linear fit in closed form, beside stochastic gradient descent. @param {Record<string, any>} question @param {AbortSignal} [signal] @returns {Promise<any>} */
export function leastSquares(question, signal) {
  return call('POST', '/least-squares', {body: question, signal});
}

/** EPOCH-GD beside its bound. @param {Record<string, any>} question @param {AbortSignal} [signal] @returns {Promise<any>} */
export function epochGd(question, signal) {
  return call('POST', '/epoch-gd', {body: question, signal});
}

export const models = {
  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<any>} */
  get: (id, signal) => call('GET', `/models/${at(id)}`, {signal}),
  /** @param {string} id @param {string} format @returns {Promise<Blob>} */
  export: (id, format) => download(`/models/${at(id)}/export?format=${at(format)}`, '*/*'),
  /** @param {string} id @param {Record<string, unknown>[]} rows @returns {Promise<{predictions: Record<string, any>[]}>} */
  predict: (id, rows) => call('POST', `/models/${at(id)}/predict`, {body: {rows}}),
};

/**
 * Series with the steps that their group shares: the same array in each of them.
 *
 * @param {{series: any[], axes?: {group: string, steps: number[]}[], eventId?: string}} answer
 */
function onAxes({series, axes = [], eventId}) {
  const steps = new Map(axes.map((axis) => [axis.group, axis.steps]));
  for (const one of series) one.steps ??= steps.get(one.group);
  return {series, ...(eventId === undefined ? {} : {eventId})};
}

/**
 * A list that is the answer, or lies in it under a name.
 *
 * @param {any} answer
 * @param {string} name
 */
function list(answer, name) {
  return Array.isArray(answer) ? answer : (answer?.[name] ?? answer?.items ?? []);
}

/**
 * @param {Record<string, string | number | boolean | null | undefined>} query
 */
function search(query) {
  const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}`;
}

/** A key that names one request for good. */
export function freshKey() {
  // randomUUID is missing where the page comes over plain HTTP from another computer.
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
