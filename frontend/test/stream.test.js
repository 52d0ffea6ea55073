import assert from 'node:assert/strict';
import test from 'node:test';
import {eventParser, follow} from '../src/stream.js';

/** @param {string[]} chunks */
function parse(chunks) {
  /** @type {{event: string, data: string, id: string}[]} */
  const messages = [];
  /** @type {number[]} */
  const retries = [];
  const feed = eventParser((message) => messages.push(message), (milliseconds) => retries.push(milliseconds));
  chunks.forEach(feed);
  return {messages, retries};
}

test('a message ends at an empty line and keeps the last id', () => {
  const {messages} = parse(['id: 7\nevent: state\ndata: {"a":1}\n\ndata: x\n\n']);
  assert.deepEqual(messages, [
    {event: 'state', data: '{"a":1}', id: '7'},
    {event: 'message', data: 'x', id: '7'},
  ]);
});

test('chunks may be cut anywhere, even inside a line end', () => {
  const text = 'id: 1\r\nevent: done\r\ndata: a\r\ndata: b\r\n\r\n';
  const whole = parse([text]).messages;
  assert.deepEqual(whole, [{event: 'done', data: 'a\nb', id: '1'}]);
  for (let cut = 1; cut < text.length; cut += 1) assert.deepEqual(parse([text.slice(0, cut), text.slice(cut)]).messages, whole, `cut at ${cut}`);
  assert.deepEqual(parse([...text]).messages, whole);
});

test('comments and messages without data tell nothing; an unfinished message is not delivered', () => {
  assert.deepEqual(parse([': keep alive\n\nevent: state\n\ndata: half\n']).messages, []);
});

test('the server may wish for another pause', () => {
  assert.deepEqual(parse(['retry: 2500\nretry: soon\n\n']).retries, [2500]);
});

test('a stream is given up where nothing is to be heard any more, not after other failures', async () => {
  const listened = {hidden: false, addEventListener() {}, removeEventListener() {}};
  const seen = /** @type {number[]} */ ([]);
  for (const status of [401, 404, 503]) {
    Object.assign(globalThis, {document: listened, window: globalThis, sessionStorage: {getItem: () => null}, fetch: async () => new Response('{}', {status})});
    const close = follow('/events', {onMessage() {}, onRefused: (refusal) => seen.push(refusal.status)});
    await new Promise((done) => setTimeout(done, 20));
    close();
  }
  assert.deepEqual(seen, [401, 404]);
});
