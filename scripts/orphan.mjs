/**
 * Calls `stop` when npm has gone. npm hands a SIGTERM to its shell alone, and what runs in that shell would go on
 * without it, with the port and the data folder taken.
 */
export function whenNpmHasGone(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}
