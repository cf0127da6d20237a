import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, parseJson } from '../../../nodes/graph/json.ts';
import type { TemplateInfo } from '../../protocol/user-files.ts';

const FOLDER = join(import.meta.dirname, '../../../workflows');

/** The workflows that come with the program, in the order that they give themselves in `extra.taca`. */
export async function listTemplates(): Promise<TemplateInfo[]> {
  const templates = await Promise.all(
    names().map(async (name) => {
      const json = parseJson(await readFile(join(FOLDER, `${name}.json`), 'utf8'));
      const extra = isObject(json) ? json['extra'] : undefined;
      const about = isObject(extra) ? extra['taca'] : undefined;
      const { title, description, order } = isObject(about) ? about : {};
      return {
        name,
        title: typeof title === 'string' ? title : name,
        description: typeof description === 'string' ? description : '',
        hasPicture: existsSync(join(FOLDER, `${name}.webp`)),
        order: typeof order === 'number' ? order : Infinity,
      };
    }),
  );
  return templates
    .toSorted((a, b) => a.order - b.order)
    .map(({ order: _, ...template }) => template);
}

/** Bytes of a template's workflow or picture; null when there is none of that name. */
export async function readTemplate(name: string, kind: 'json' | 'webp'): Promise<Buffer | null> {
  const path = join(FOLDER, `${name}.${kind}`);
  return names().includes(name) && existsSync(path) ? readFile(path) : null;
}

function names(): string[] {
  return readdirSync(FOLDER).flatMap((file) =>
    file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [],
  );
}
