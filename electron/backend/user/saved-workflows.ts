import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, parseJson, type Json } from '../../../nodes/graph/json.ts';
import { savedWorkflowInfo, type SavedWorkflowInfo } from '../../protocol/user-files.ts';
import type { UserFiles } from './user-files.ts';

export const WORKFLOWS = 'workflows';
/** Larger files are listed without a look inside. */
const LOOKED_INTO = 32 * 2 ** 20;

type Inside = Pick<SavedWorkflowInfo, 'nodes' | 'picture'>;
const UNKNOWN: Inside = { nodes: null, picture: null };

/** The saved workflows with what they hold; files that did not change are not read again. */
export function savedWorkflows(files: UserFiles, folder: string) {
  const known = new Map<string, { stamp: string; inside: Inside }>();

  return async (): Promise<SavedWorkflowInfo[]> => {
    if (!existsSync(join(folder, WORKFLOWS))) return [];
    const listed = (await files.list(WORKFLOWS, true)).filter(({ path }) => /\.json$/i.test(path));
    const paths = new Set(listed.map(({ path }) => path));
    for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
    return Promise.all(
      listed.map(async ({ path, size, modified }) => {
        const stamp = `${size} ${modified}`;
        const before = known.get(path);
        const isKnown = before?.stamp === stamp;
        const inside = isKnown
          ? before.inside
          : size > LOOKED_INTO
            ? UNKNOWN
            : await lookInto(files, path);
        known.set(path, { stamp, inside });
        return { path, size, modified, ...inside };
      }),
    );
  };
}

async function lookInto(files: UserFiles, path: string): Promise<Inside> {
  try {
    const { bytes } = await files.read(`${WORKFLOWS}/${path}`);
    return insideOf(parseJson(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch {
    return UNKNOWN;
  }
}

function insideOf(json: Json): Inside {
  if (!isObject(json)) return UNKNOWN;
  if (!Array.isArray(json['nodes'])) {
    const nodes = Object.values(json);
    const isPrompt = nodes.length > 0 && nodes.every((n) => isObject(n) && 'class_type' in n);
    return { nodes: isPrompt ? nodes.length : null, picture: null };
  }
  const extra = json['extra'];
  const taca = isObject(extra) ? extra['taca'] : undefined;
  const picture = savedWorkflowInfo.shape.picture.safeParse(
    isObject(taca) ? (taca['picture'] ?? null) : null,
  );
  return { nodes: json['nodes'].length, picture: picture.data ?? null };
}
