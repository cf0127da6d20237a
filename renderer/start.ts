/** What happens once when the window opens. */
import { startFiles } from './files/start.ts';
import { loadCatalog } from './store/catalog.ts';
import { startRuns } from './store/run/start.ts';
import { loadAhead } from './ui/lazy-part.tsx';

export async function start(): Promise<void> {
  await loadCatalog();
  await startFiles();
  startRuns();
  void loadAhead();
  if (window.desktop) {
    const { connectDesktop } = await import('./desktop/connect.ts');
    connectDesktop(window.desktop);
  }
}
