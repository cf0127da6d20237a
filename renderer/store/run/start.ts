import { watchFirstRun } from '../first-run.ts';
import { connectRuns } from './connection.ts';
import { showPresence } from './presence.ts';
import { watchProblems } from './problem-watch.ts';
import { watchChanges } from './run-on-change.ts';
import { watchHistory } from './watch-history.ts';

/** Connects to the server and watches runs for as long as the page lives. To be called once the tabs are open. */
export function startRuns(): void {
  watchProblems();
  watchChanges();
  watchHistory();
  watchFirstRun();
  showPresence();
  connectRuns();
}
