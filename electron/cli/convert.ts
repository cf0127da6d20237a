import { writeFileSync } from 'node:fs';
import { UserError } from '../../nodes/errors.ts';
import { stringifyJson } from '../../nodes/graph/json.ts';
import { registry } from '../../nodes/index.ts';
import { EXIT } from './exit-codes.ts';
import { readWorkflow } from './read-workflow.ts';

/** Writes the API format of a workflow file. @throws UserError */
export async function convert({ from, to }: { from: string; to: string }): Promise<number> {
  const { prompt, problems } = await readWorkflow(from, registry);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  try {
    writeFileSync(to, `${stringifyJson(prompt, 2)}\n`);
  } catch (error) {
    throw new UserError(
      'output_unwritable',
      `${to} cannot be written: ${(error as Error).message}.`,
      'Choose another file.',
      { cause: error },
    );
  }
  return EXIT.ok;
}
