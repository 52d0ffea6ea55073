/**
 * Work that can wait until the browser has nothing else to do.
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
