/**
 * Server-sent events over fetch: reconnects by itself, resumes from the last id, sleeps while the page is hidden.
 */

import {Problem, credentials} from './api.js';

/** @typedef {{event: string, data: string, id: string}} Message */

/**
 * Cuts a text stream into messages, by the rules of the HTML standard (section 9.2.6).
 *
 * @param {(message: Message) => void} deliver
 * @param {(milliseconds: number) => void} [onRetry] the server's wish for the pause before a reconnect
 * @returns {(chunk: string) => void}
 */
export function eventParser(deliver, onRetry = () => {}) {
  let rest = '';
  let message = {event: '', data: /** @type {string[]} */ ([]), id: ''};

  /** @param {string} line */
  const read = (line) => {
    if (line === '') {
      if (message.data.length > 0) deliver({event: message.event || 'message', data: message.data.join('\n'), id: message.id});
      message = {event: '', data: [], id: message.id};
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') message.event = value;
    else if (name === 'data') message.data.push(value);
    else if (name === 'id' && !value.includes('\0')) message.id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) onRetry(Number(value));
  };

  return (chunk) => {
    rest += chunk;
    // A carriage return at the end may be half of a line end: it waits for the next chunk.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    lines.forEach(read);
  };
}

/**
 * @typedef {object} Listening
 * @property {(message: Message) => void} onMessage
 * @property {string} [lastId] where to begin; without it at the beginning
 * @property {(connected: boolean) => void} [onConnection]
 * @property {(refusal: Problem) => void} [onRefused] the key opens nothing any more, or there is nothing more to open; the stream is given up
 * @property {() => void} [onWake] the page was hidden and is seen again: what was missed can be asked for
 */

/** Answers that stay the same however often it is asked. */
const REFUSALS = new Set([401, 404]);

/**
 * Follows a stream until it is closed. Waits 0.5 s, 1 s, … 15 s between attempts; while the page is hidden nothing is open.
 *
 * @param {string} url
 * @param {Listening} listening
 * @returns {() => void} closes it
 */
export function follow(url, {onMessage, lastId = '', onConnection = () => {}, onRefused = () => {}, onWake = () => {}}) {
  const state = {lastId, pause: 500, floor: 500, closed: false, open: /** @type {AbortController | null} */ (null)};
  let timer = 0;

  const connect = async () => {
    if (state.closed || document.hidden || state.open) return;
    const open = new AbortController();
    state.open = open;
    try {
      await pump(url, open.signal, state, {onMessage, onConnection});
    } catch (error) {
      // The pause below is the answer to any failure but these.
      if (error instanceof Problem && REFUSALS.has(error.status) && !state.closed) {
        state.closed = true;
        onRefused(error);
        return;
      }
    }
    if (state.open === open) state.open = null;
    if (state.closed || document.hidden) return;
    onConnection(false);
    clearTimeout(timer);
    timer = window.setTimeout(connect, state.pause);
    state.pause = Math.min(15_000, state.pause * 2);
  };
  const onVisibility = () => {
    if (document.hidden) {
      state.open?.abort();
      state.open = null;
    } else {
      onWake();
      void connect();
    }
  };
  document.addEventListener('visibilitychange', onVisibility);
  void connect();
  return () => {
    state.closed = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisibility);
    state.open?.abort();
  };
}

/**
 * One connection, read to its end.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 * @param {{lastId: string, pause: number, floor: number}} state
 * @param {{onMessage: (message: Message) => void, onConnection: (connected: boolean) => void}} listening
 */
async function pump(url, signal, state, {onMessage, onConnection}) {
  /** @type {Record<string, string>} */
  const headers = {Accept: 'text/event-stream', ...credentials()};
  if (state.lastId) headers['Last-Event-ID'] = state.lastId;
  const response = await fetch(url, {headers, signal, cache: 'no-store'});
  if (!response.ok || !response.body) throw new Problem(response.status, await response.json().catch(() => undefined));
  onConnection(true);
  const parse = eventParser(
    (message) => {
      if (message.id) state.lastId = message.id;
      state.pause = state.floor;
      if (!signal.aborted) onMessage(message);
    },
    (milliseconds) => {
      state.floor = Math.max(100, milliseconds);
    },
  );
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    parse(value);
  }
}

/**
 * Runs something now and then while the page is seen; the pause starts when the last run has ended. Hidden pages ask nothing.
 *
 * @param {() => Promise<void>} task
 * @param {() => number} pause milliseconds to the next run
 * @returns {{stop: () => void, now: () => void}}
 */
export function poll(task, pause) {
  let timer = 0;
  let stopped = false;
  let running = false;
  let again = false;

  const run = async () => {
    clearTimeout(timer);
    if (stopped || document.hidden) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    await task().catch(() => {});
    running = false;
    if (stopped) return;
    timer = window.setTimeout(run, again ? 0 : pause());
    again = false;
  };
  const onVisibility = () => void run();
  document.addEventListener('visibilitychange', onVisibility);
  void run();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    },
    now: () => void run(),
  };
}
