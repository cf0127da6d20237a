import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { GalleryPage, GalleryPicture } from '../../protocol/gallery.ts';
import type { SearchField, SearchTerm } from './search.ts';

const VERSION = 1;
const SCHEMA = `
  CREATE TABLE pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subfolder TEXT NOT NULL,
    filename TEXT NOT NULL,
    mtime INTEGER NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    prompt_id TEXT,
    ms INTEGER,
    prompt TEXT NOT NULL,
    seed TEXT,
    model TEXT,
    prompt_words TEXT NOT NULL,
    seed_words TEXT NOT NULL,
    model_words TEXT NOT NULL,
    file_words TEXT NOT NULL,
    trashed INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX pictures_file ON pictures (subfolder, filename) WHERE trashed IS NULL;
  CREATE INDEX pictures_age ON pictures (mtime DESC, id DESC) WHERE trashed IS NULL;
  PRAGMA user_version = ${VERSION};
`;

/** What is known of a file when it is put in. */
export interface NewPicture {
  readonly subfolder: string;
  readonly filename: string;
  readonly mtime: number;
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly promptId: string | null;
  readonly ms: number | null;
  readonly positive: string;
  readonly seeds: readonly string[];
  /** Base models and LoRAs, the base model first. */
  readonly models: readonly string[];
}

export type IndexedFile = Pick<GalleryPicture, 'id' | 'subfolder' | 'filename' | 'mtime' | 'size'>;

/** The pictures of the output folder by age and words. Made of what the files say, so it may be lost. */
export interface PictureIndex {
  /** Again for the same file: replaces what is known of it, except for its run. */
  put(pictures: readonly NewPicture[]): void;
  find(
    subfolder: string,
    filename: string,
  ): (IndexedFile & Pick<GalleryPicture, 'promptId' | 'ms'>) | undefined;
  all(): IndexedFile[];
  get(id: number): (IndexedFile & { readonly trashed: number | null }) | undefined;
  forget(ids: readonly number[]): void;
  /** @param when milliseconds since 1970; null: no longer */
  setTrashed(id: number, when: number | null, filename: string): void;
  trashedBefore(when: number): IndexedFile[];
  page(terms: readonly SearchTerm[], before: string | undefined, limit: number): GalleryPage;
  close(): void;
}

const FILE = 'id, subfolder, filename, mtime, size';
const COLUMNS = `${FILE}, width, height, prompt_id AS promptId, ms, prompt, seed, model`;

/** @param path of the database; one that cannot be read is replaced */
export function openPictureIndex(path: string): PictureIndex {
  const database = open(path);
  const one = (sql: string) => database.prepare(sql);
  const insert = one(`
    INSERT INTO pictures (subfolder, filename, mtime, size, width, height, prompt_id, ms, prompt, seed, model,
      prompt_words, seed_words, model_words, file_words)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (subfolder, filename) WHERE trashed IS NULL DO UPDATE SET
      mtime = excluded.mtime, size = excluded.size, width = excluded.width, height = excluded.height,
      prompt_id = coalesce(prompt_id, excluded.prompt_id), ms = coalesce(ms, excluded.ms),
      prompt = excluded.prompt, seed = excluded.seed, model = excluded.model,
      prompt_words = excluded.prompt_words, seed_words = excluded.seed_words, model_words = excluded.model_words
  `);
  const byName = one(
    `SELECT ${FILE}, prompt_id AS promptId, ms FROM pictures
     WHERE subfolder = ? AND filename = ? AND trashed IS NULL`,
  );
  const byId = one(`SELECT ${FILE}, trashed FROM pictures WHERE id = ?`);
  const every = one(`SELECT ${FILE} FROM pictures WHERE trashed IS NULL`);
  const drop = one('DELETE FROM pictures WHERE id = ?');
  const mark = one('UPDATE pictures SET trashed = ?, filename = ?, file_words = ? WHERE id = ?');
  const old = one(`SELECT ${FILE} FROM pictures WHERE trashed < ?`);
  const together = (work: () => void) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    put: (pictures) => together(() => pictures.forEach((picture) => insert.run(...rowOf(picture)))),
    find: (subfolder, filename) =>
      byName.get(subfolder, filename) as ReturnType<PictureIndex['find']>,
    all: () => every.all() as unknown as IndexedFile[],
    get: (id) => byId.get(id) as ReturnType<PictureIndex['get']>,
    forget: (ids) => together(() => ids.forEach((id) => drop.run(id))),
    setTrashed(id, when, filename) {
      const subfolder = String(byId.get(id)?.['subfolder'] ?? '');
      mark.run(when, filename, fileWords(subfolder, filename), id);
    },
    trashedBefore: (when) => old.all(when) as unknown as IndexedFile[],
    page(terms, before, limit) {
      const found = terms.map(({ field }) => CONDITION[field]);
      const values = terms.flatMap(({ field, text }) =>
        field === 'any' ? [text, text, text, text] : [field === 'seed' ? ` ${text} ` : text],
      );
      const where = ['trashed IS NULL', ...found].join(' AND ');
      const total = Number(
        one(`SELECT count(*) AS n FROM pictures WHERE ${where}`).get(...values)?.['n'],
      );
      const after = before === undefined ? '' : 'AND (mtime, id) < (?, ?)';
      const rows = one(
        `SELECT ${COLUMNS} FROM pictures WHERE ${where} ${after} ORDER BY mtime DESC, id DESC LIMIT ?`,
      ).all(...values, ...(before?.split('-').map(Number) ?? []), limit + 1);
      const pictures = rows.slice(0, limit) as unknown as GalleryPicture[];
      const last = rows.length > limit ? pictures.at(-1) : undefined;
      return { pictures, total, next: last ? `${last.mtime}-${last.id}` : null };
    },
    close: () => database.close(),
  };
}

const CONDITION: Readonly<Record<SearchField, string>> = {
  prompt: 'instr(prompt_words, ?) > 0',
  seed: 'instr(seed_words, ?) > 0',
  model: 'instr(model_words, ?) > 0',
  file: 'instr(file_words, ?) > 0',
  any: `(instr(prompt_words, ?) > 0 OR instr(seed_words, ?) > 0 OR instr(model_words, ?) > 0
    OR instr(file_words, ?) > 0)`,
};

const SHOWN_LETTERS = 400;

function rowOf(picture: NewPicture) {
  const { subfolder, filename, mtime, size, width, height, promptId, ms } = picture;
  const { positive, seeds, models } = picture;
  return [
    subfolder,
    filename,
    mtime,
    size,
    width,
    height,
    promptId,
    ms,
    positive.slice(0, SHOWN_LETTERS).toWellFormed(),
    seeds[0] ?? null,
    models[0] ?? null,
    positive.toLowerCase(),
    ` ${seeds.join(' ')} `,
    models.join('\n').toLowerCase(),
    fileWords(subfolder, filename),
  ];
}

function fileWords(subfolder: string, filename: string): string {
  return `${subfolder}/${filename}`.toLowerCase();
}

function open(path: string): DatabaseSync {
  try {
    return prepare(path);
  } catch {
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    return prepare(path);
  }
}

function prepare(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
    if (version === 0) database.exec(SCHEMA);
    else if (version !== VERSION) throw new Error(`The index has version ${String(version)}.`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
