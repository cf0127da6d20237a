import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../../nodes/errors.ts';

const VERSION = 1;
const SCHEMA = `
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
`;

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
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
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
    const row = database.prepare('PRAGMA user_version').get();
    const version = Number(row?.['user_version']);
    if (version > VERSION) {
      throw new UserError(
        'database_newer',
        `${path} was written by a newer version of TACA Studio.`,
        'Start the newer version, or choose another folder with --data.',
      );
    }
    if (version === 0) database.exec(SCHEMA);
    database.exec(`PRAGMA user_version = ${VERSION}; COMMIT`);
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw inUse(path, pidFile, error);
    throw error;
  }
  writeFileSync(pidFile, String(process.pid));
  return database;
}

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

function isCorrupt(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
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
