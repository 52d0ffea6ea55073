/**
 * When something is done: work that can wait, answers that are shown together, questions that a busy server is asked again.
 */

/**
 * Does something when the browser has nothing else to do.
 *
 * @param {() => void} task
 * @returns {() => void} calls it off
 */
export function idle(task) {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(task, 1);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(task, {timeout: 1000});
  return () => cancelIdleCallback(handle);
}

/**
 * Answers that make one picture: each waits for the others, though not for long. A picture of its own for each costs more than the
 * wait does.
 *
 * @param {number} answers
 * @param {number} patience milliseconds
 * @returns {{all: Promise<void>, here: () => Promise<void>}} `here` is called for each answer that is there; `all` comes when all are, or nobody waits any longer
 */
export function together(answers, patience) {
  let missing = answers;
  let show = () => {};
  const all = /** @type {Promise<void>} */ (
    new Promise((done) => {
      show = () => done(undefined);
      setTimeout(show, patience);
    })
  );
  const here = () => {
    missing -= 1;
    if (missing === 0) show();
    return all;
  };
  return {all, here};
}

/** Before a question is asked again, milliseconds. */
const PAUSES = [500, 1000, 2000, 4000];

/**
 * The answer of a server that was busy (503) when it was asked first.
 *
 * @param {Response} answer
 * @param {() => Promise<Response>} ask
 * @param {AbortSignal} [signal]
 */
export async function patiently(answer, ask, signal) {
  for (const pause of PAUSES) {
    if (answer.status !== 503) break;
    await new Promise((done) => setTimeout(done, pause));
    signal?.throwIfAborted();
    answer = await ask();
  }
  return answer;
}
