import { isAbsolute, join, relative } from 'node:path';
import { stringifyJson } from '../../nodes/graph/json.ts';
import type { OutputFile } from '../../nodes/run-context.ts';
import type { NodeOutput } from '../protocol/execution.ts';
import type { InputChange } from './set-inputs.ts';
import { duration } from './time-left.ts';

/** What a finished picture is reported by. */
export interface Rendered {
  readonly index: number;
  readonly seeds: readonly InputChange[];
  readonly outputs: Readonly<Record<string, NodeOutput>>;
  readonly ms: number;
}

/** What stopped the rendering. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  readonly node?: string | undefined;
  readonly nodeType?: string | undefined;
  readonly lines?: readonly string[] | undefined;
}

/** What goes to standard output and, for people, to standard error. */
export interface Report {
  rendered(picture: Rendered): void;
  notice(node: string, message: string): void;
  problem(problem: Problem): void;
  summary(status: string, pictures: number, ms: number): void;
}

interface Streams {
  readonly out: (line: string) => void;
  /** Beside the progress bar. */
  readonly note: (line: string) => void;
  readonly error: (line: string) => void;
}

export type Folders = Readonly<Record<OutputFile['type'], string>>;

/** One JSON object a line. */
export function jsonReport(folders: Folders, { out }: Streams): Report {
  const write = (value: object) => out(stringifyJson(value));
  return {
    rendered({ index, seeds, outputs, ms }) {
      const seed = Object.fromEntries(
        seeds.map(({ node, input, value }) => [`${node}.${input}`, value]),
      );
      for (const { node, file } of filesOf(outputs)) {
        const path = pathOf(file, folders);
        write({ type: 'picture', index, node, path, folder: file.type, seed, ms: Math.round(ms) });
      }
    },
    notice: (node, message) => write({ type: 'notice', node, message }),
    problem: (problem) => write({ type: 'error', ...problem }),
    summary: (status, pictures, ms) =>
      write({ type: 'summary', status, pictures, ms: Math.round(ms) }),
  };
}

/** Paths to standard output, the rest to standard error. */
export function textReport(folders: Folders, { out, note, error }: Streams): Report {
  return {
    rendered({ outputs }) {
      for (const { file } of filesOf(outputs)) out(shortPath(pathOf(file, folders)));
    },
    notice: (node, message) => note(`node ${node}: ${message}`),
    problem: (problem) => error(problemText(problem)),
    summary(status, pictures, ms) {
      if (status !== 'success' || pictures < 2) return;
      note(`${pictures} pictures in ${duration(ms)}, ${duration(ms / pictures)} each`);
    },
  };
}

function problemText({ node, nodeType, message, cure, lines = [] }: Problem): string {
  const at = node ? `node ${node}${nodeType ? ` (${nodeType})` : ''}: ` : '';
  return [
    `taca-studio: ${at}${message}`,
    ...(cure === '' ? [] : [`  ${cure}`]),
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

function* filesOf(outputs: Rendered['outputs']) {
  for (const [node, kinds] of Object.entries(outputs)) {
    for (const file of Object.values(kinds).flat()) yield { node, file };
  }
}

function pathOf({ type, subfolder, filename }: OutputFile, folders: Folders): string {
  return join(folders[type], subfolder, filename);
}

/** Relative where it lies below the current folder. */
function shortPath(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}
