/** A network in several sessions that run one after another, so that not all of its weights must be in memory at once. */
import type { Tensor } from '../tensor.ts';
import type { Loaded } from './model-store.ts';
import type { Ints, Session } from './session.ts';

export type Feeds = Readonly<Record<string, Tensor | Ints>>;

type OpenStage = Pick<Session, 'inputs' | 'run' | 'release'>;

/** One of the sessions. Inputs that are not fed are outputs of a stage before, each taken by one stage alone. */
export interface Stage {
  /** What it holds while it is open. */
  readonly bytes: number;
  open(): Promise<OpenStage>;
}

/** Lets an interrupt take effect. */
export type Checkpoint = () => Promise<void>;

export interface Stages extends Loaded {
  /**
   * Outputs that no stage took, by their names.
   * @param checkpoint is waited for before a stage is opened for its turn; what it throws ends the run
   */
  run(feeds: Feeds, checkpoint?: Checkpoint): Promise<Readonly<Record<string, Tensor>>>;
}

/**
 * @param resident how many of the first stages stay open; the others are opened for their turn in every run
 * @throws what opening a resident stage throws
 */
export async function openStages(stages: readonly Stage[], resident: number): Promise<Stages> {
  const streamed = stages.slice(resident);
  const sum = stages.slice(0, resident).reduce((bytes, stage) => bytes + stage.bytes, 0);
  const open: OpenStage[] = [];
  const dispose = async () => {
    for (const session of open.splice(0)) await session.release();
  };
  try {
    for (const stage of stages.slice(0, resident)) open.push(await stage.open());
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    bytes: sum + Math.max(0, ...streamed.map(({ bytes }) => bytes)),
    dispose,
    async run(feeds, checkpoint) {
      const results = new Map<string, Tensor>();
      const runOne = async (session: OpenStage) => {
        const inputs = session.inputs.flatMap((name) => {
          const value = results.get(name) ?? feeds[name];
          results.delete(name);
          return value ? [[name, value] as const] : [];
        });
        const outputs = await session.run(Object.fromEntries(inputs));
        for (const [name, value] of Object.entries(outputs)) results.set(name, value);
      };
      for (const session of open) await runOne(session);
      for (const stage of streamed) {
        await checkpoint?.();
        const session = await stage.open();
        try {
          await runOne(session);
        } finally {
          await session.release();
        }
      }
      return Object.fromEntries(results);
    },
  };
}
