/**
 * When something is done: work that can wait, answers that are shown together.
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
