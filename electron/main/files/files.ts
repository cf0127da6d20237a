import { app } from 'electron';
import type { FileName, OpenedFile } from '../../protocol/desktop.ts';
import type { Memory } from '../remembered.ts';
import { createGrants } from './grants.ts';
import { readChosen, writeChosen } from './read-write.ts';
import { recentNames, withRecent } from './recent.ts';

/** The files of the person, and the list of those used last. All errors are UserErrors. */
export interface Files {
  /** Opens what the person has just chosen, by whatever means. */
  open(path: string): Promise<OpenedFile>;
  openAll(paths: readonly string[]): Promise<readonly OpenedFile[]>;
  openRecent(path: string): Promise<OpenedFile>;
  /** Writes where it was opened from or saved to before. */
  save(path: string, bytes: Uint8Array): Promise<FileName>;
  /** Writes where the person has just chosen. */
  saveAs(path: string, bytes: Uint8Array): Promise<FileName>;
  recent(): readonly FileName[];
  clearRecent(): void;
}

export function createFiles(memory: Memory, onRecent: () => void): Files {
  const grants = createGrants();

  const setRecent = (recent: readonly string[]) => {
    memory.update({ recent: [...recent] });
    onRecent();
  };
  const remember = (path: string) => {
    app.addRecentDocument(path);
    setRecent(withRecent(memory.value.recent, path));
  };
  const open = async (path: string) => {
    grants.grant(path);
    const file = await readChosen(path, grants);
    remember(path);
    return file;
  };
  return {
    open,
    openAll: (paths) => Promise.all(paths.map(open)),
    openRecent: (path) =>
      memory.value.recent.includes(path) ? open(path) : readChosen(path, grants),
    save: (path, bytes) => writeChosen(path, bytes, grants),
    async saveAs(path, bytes) {
      grants.grant(path);
      const saved = await writeChosen(path, bytes, grants);
      remember(path);
      return saved;
    },
    recent: () => recentNames(memory.value.recent),
    clearRecent() {
      app.clearRecentDocuments();
      setRecent([]);
    },
  };
}
