import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../../nodes/errors.ts';

/** What each version adds to the one before. */
const SCHEMAS = [
  `
  CREATE TABLE jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    number REAL NOT NULL,
    counter INTEGER,
    state TEXT NOT NULL DEFAULT 'pending'
      CHECK (state IN ('pending', 'running', 'done', 'error', 'interrupted', 'cancelled')),
    finished INTEGER,
    prompt TEXT NOT NULL,
    extra_data TEXT NOT NULL,
    targets TEXT NOT NULL,
    outputs TEXT,
    status TEXT,
    meta TEXT
  ) STRICT;
  CREATE INDEX jobs_pending ON jobs (number, sequence) WHERE state = 'pending';
  CREATE INDEX jobs_running ON jobs (sequence) WHERE state = 'running';
  CREATE INDEX jobs_counted ON jobs (counter) WHERE counter IS NOT NULL;
  CREATE INDEX jobs_finished ON jobs (finished) WHERE finished IS NOT NULL;
`,
  'CREATE TABLE queue (paused INTEGER NOT NULL) STRICT; INSERT INTO queue VALUES (0)',
];
const VERSION = SCHEMAS.length;

/**
 * Opens the queue's database and holds it alone: SQLite's own lock goes with the process, also after kill -9.
 * WAL with synchronous=FULL: what is committed survives a power cut; commits are grouped, so the fsync is shared.
 * @throws UserError `data_in_use` naming the process that has it, `database_newer`, or `output_unwritable`
 */
export function openDatabase(path: string, notice: (message: string) => void): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  try {
    return open(path);
  } catch (error) {
    if (error instanceof UserError || !isCorrupt(error)) throw error;
    const kept = `${path}.corrupt-${Date.now()}`;
    renameSync(path, kept);
    if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${kept}-wal`);
    rmSync(`${path}-shm`, { force: true });
    notice(`The queue's database was damaged. It is kept as ${kept}; a new one was started.`);
    return open(path);
  }
}

function open(path: string): DatabaseSync {
  const pidFile = join(dirname(path), 'server.pid');
  const database = new DatabaseSync(path);
  try {
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      BEGIN IMMEDIATE;
    `);
    const check = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok') throw new Damaged(String(check));
    const row = database.prepare('PRAGMA user_version').get();
    const version = Number(row?.['user_version']);
    if (version > VERSION) {
      throw new UserError(
        'database_newer',
        `${path} was written by a newer version of TACA Studio.`,
        'Start the newer version, or choose another folder with --data.',
      );
    }
    for (const schema of SCHEMAS.slice(version)) database.exec(schema);
    database.exec(`PRAGMA user_version = ${VERSION}; COMMIT`);
  } catch (error) {
    database.close();
    if (primaryCode(error) === SQLITE_BUSY) throw inUse(path, pidFile, error);
    throw error;
  }
  writeFileSync(pidFile, String(process.pid));
  return database;
}

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

class Damaged extends Error {}

function isCorrupt(error: unknown): boolean {
  const code = primaryCode(error);
  return error instanceof Damaged || code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** SQLite's result code without the details in its upper bytes. */
function primaryCode(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

function inUse(path: string, pidFile: string, cause: unknown): UserError {
  let owner = '';
  try {
    owner = ` (process ${readFileSync(pidFile, 'utf8')})`;
  } catch {
    // The other server has the lock and is about to write its process id.
  }
  return new UserError(
    'data_in_use',
    `Another TACA Studio${owner} uses ${dirname(dirname(path))}.`,
    'Use that one, stop it, or choose another folder with --data.',
    { cause },
  );
}
