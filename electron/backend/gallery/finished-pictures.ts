import { closeSync, openSync, readSync, fstatSync } from 'node:fs';
import { resolveInside } from '../../../nodes/files/paths.ts';
import { isObject, parseJson, type Json } from '../../../nodes/graph/json.ts';
import { renderFacts } from '../../../nodes/graph/render-facts.ts';
import type { FinishedJob } from '../store/job-store.ts';
import type { NewPicture } from './picture-index.ts';
import { isPictureName, wordsOf } from './scan.ts';

/**
 * The pictures that a job left in the output folder. They are known from the job, so only the header of each file is
 * read: quick enough to be done before the job is announced as done.
 */
export function finishedPictures(job: FinishedJob, root: string): NewPicture[] {
  const prompt = parseJson(job.prompt);
  const ms = timeOf(parseJson(job.status));
  return outputFiles(parseJson(job.outputs)).flatMap(({ filename, subfolder }) => {
    const name = subfolder === '' ? filename : `${subfolder}/${filename}`;
    const header = readHeader(root, name);
    if (!header) return [];
    const words = wordsOf(renderFacts(prompt, name));
    return [{ filename, subfolder, ...header, ...words, promptId: job.id, ms }];
  });
}

function outputFiles(outputs: Json) {
  const lists = Object.values(isObject(outputs) ? outputs : {}).flatMap((output) =>
    isObject(output) ? Object.values(output) : [],
  );
  return lists.flat().flatMap((file) => {
    if (!isObject(file)) return [];
    const { filename, subfolder, type } = file;
    return typeof filename === 'string' && typeof subfolder === 'string' && type === 'output'
      ? isPictureName(filename)
        ? [{ filename, subfolder }]
        : []
      : [];
  });
}

function readHeader(root: string, name: string) {
  try {
    const file = openSync(resolveInside(root, name), 'r');
    try {
      const { mtimeMs, size } = fstatSync(file);
      const bytes = Buffer.alloc(24);
      const isPng = readSync(file, bytes) === 24 && bytes.toString('latin1', 1, 4) === 'PNG';
      const [width, height] = isPng ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : [0, 0];
      return { mtime: Math.round(mtimeMs), size, width, height };
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/** Milliseconds between the messages that start and end a run. */
function timeOf(status: Json): number | null {
  const messages = isObject(status) ? status['messages'] : null;
  if (!Array.isArray(messages)) return null;
  const stamps = messages.flatMap((message) => {
    const data = Array.isArray(message) ? message[1] : null;
    const stamp = isObject(data) ? data['timestamp'] : null;
    return typeof stamp === 'number' ? [stamp] : [];
  });
  return stamps.length < 2 ? null : Math.max(...stamps) - Math.min(...stamps);
}
