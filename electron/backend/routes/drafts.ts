import type { FastifyInstance } from 'fastify';
import { isObject, parseJson } from '../../../nodes/graph/json.ts';
import { draftId, type ListedDraft } from '../../protocol/user-files.ts';
import { WINDOW_DRAFT } from '../../protocol/window-drafts.ts';
import { Refused } from '../http/errors.ts';
import { parseBody } from '../http/json-body.ts';
import { keepBodiesRaw, rawBody } from '../http/raw-body.ts';
import { answering } from '../http/user-error.ts';
import type { Sockets } from '../sockets.ts';
import type { Drafts } from '../user/drafts.ts';

type WithId = { Params: { id: string } };

/** /studio/drafts: what editors have open, kept against crashes. */
export async function draftRoutes(
  app: FastifyInstance,
  drafts: Drafts,
  sockets: Pick<Sockets, 'isConnected'>,
): Promise<void> {
  app.get('/studio/drafts', async (): Promise<ListedDraft[]> => {
    const listed = await drafts.list();
    return listed.map((info) => ({
      ...info,
      isOpen:
        info.id.startsWith(WINDOW_DRAFT) && sockets.isConnected(info.id.slice(WINDOW_DRAFT.length)),
    }));
  });

  app.get<WithId>('/studio/drafts/:id', async (request) => {
    const draft = await drafts.read(idIn(request.params));
    if (!draft) throw new Refused(404, 'no_draft', 'There is no whole draft of this tab');
    const { text, ...info } = draft;
    return { ...info, content: parseJson(text) };
  });

  app.delete<WithId>('/studio/drafts/:id', async (request, reply) => {
    await answering(() => drafts.remove(idIn(request.params)));
    return reply.code(204).send();
  });

  await app.register(async (scope) => {
    keepBodiesRaw(scope);
    for (const method of ['PUT', 'POST'] as const) {
      scope.route<WithId>({
        method,
        url: '/studio/drafts/:id',
        handler: (request) => {
          const bytes = rawBody(request);
          const content = contentOf(bytes);
          return answering(() =>
            drafts.write(idIn(request.params), bytes.toString('utf8'), isEmpty(content)),
          );
        },
      });
    }
  });
}

function idIn({ id }: { id: string }): string {
  const { data, error } = draftId.safeParse(id);
  if (error) throw new Refused(400, 'bad_draft_id', 'A draft id is letters, digits, - _ and .');
  return data;
}

function contentOf(bytes: Buffer) {
  try {
    const content = parseBody(bytes);
    if (isObject(content)) return content;
  } catch (error) {
    throw new Refused(400, 'invalid_json', 'The draft is not JSON', (error as Error).message);
  }
  throw new Refused(400, 'invalid_json', 'The draft is no JSON object');
}

/** Whether it holds a workflow without nodes. */
function isEmpty(content: ReturnType<typeof contentOf>): boolean {
  const workflow = content['workflow'];
  const nodes = isObject(workflow) ? workflow['nodes'] : undefined;
  return Array.isArray(nodes) && nodes.length === 0;
}
