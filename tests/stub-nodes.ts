import { Interrupted, UserError } from '../nodes/errors.ts';
import {
  boolean,
  combo,
  defineNode,
  float,
  inputImage,
  int,
  modelFile,
  seed,
  socket,
  string,
  type Catalog,
  type Registry,
} from '../nodes/graph/definition.ts';
import { tensor, zeros } from '../nodes/tensor.ts';

/** What the stub nodes' lists hold. */
export const stubCatalog: Catalog = {
  models: (folder) => (folder === 'many' ? Array.from({ length: 30 }, (_, i) => `m${i}`) : ['one']),
  inputImages: () => ['cat.png'],
  inputLatents: () => [],
};

/** Nodes without a model, and the ids of those that ran, in order. */
export function stubNodes() {
  const ran: string[] = [];
  /** Stands for the identity of a file. */
  const outside = { version: 1 };
  const about = { title: 'Stub', category: 'test', description: 'For tests.' };

  const registry: Registry = {
    StubImage: defineNode({
      ...about,
      id: 'StubImage',
      inputs: {
        width: int({ default: 4, min: 1, max: 8, tooltip: 'Pixels.' }),
        value: float({ default: 0, min: 0, max: 8 }),
        seed: seed(),
        method: combo(['nearest-exact', 'bilinear', "it's"]),
        label: string(),
        flag: boolean({ default: false, optional: true }),
      },
      outputs: { IMAGE: 'IMAGE', SEED: 'INT' },
      run({ width, value, seed }, { nodeId }) {
        ran.push(nodeId);
        const data = new Float32Array(width * width * 3).fill(value);
        return { IMAGE: tensor(data, [1, width, width, 3]), SEED: seed };
      },
    }),
    StubFilter: defineNode({
      ...about,
      id: 'StubFilter',
      inputs: { image: socket('IMAGE'), mask: socket('MASK', { optional: true }) },
      outputs: { IMAGE: 'IMAGE' },
      run({ image }, { nodeId }) {
        ran.push(nodeId);
        return { IMAGE: image };
      },
    }),
    StubAdd: defineNode({
      ...about,
      id: 'StubAdd',
      inputs: {
        a: float({ default: 1, min: 0, max: 100_000 }),
        b: float({ default: 1, min: 0, max: 100_000 }),
      },
      outputs: { SUM: 'FLOAT' },
      run({ a, b }, { nodeId }) {
        ran.push(nodeId);
        return { SUM: a + b };
      },
    }),
    StubShow: defineNode({
      ...about,
      id: 'StubShow',
      inputs: {
        image: socket('IMAGE'),
        note: float({ default: 0, min: 0, max: 1e6, optional: true }),
      },
      outputs: { images: 'IMAGE' },
      outputNode: true,
      run({ image }, { nodeId, show }) {
        ran.push(nodeId);
        const filename = `${nodeId}_${ran.filter((id) => id === nodeId).length}.png`;
        show({ images: [{ filename, subfolder: '', type: 'output' }] });
        return { images: image };
      },
    }),
    StubSteps: defineNode({
      ...about,
      id: 'StubSteps',
      inputs: { image: socket('IMAGE'), steps: int({ default: 3, min: 1, max: 100 }) },
      outputs: { IMAGE: 'IMAGE' },
      async run({ image, steps }, { nodeId, progress }) {
        ran.push(nodeId);
        for (let step = 1; step <= steps; step++) {
          await progress(step, steps, () => ({
            width: 1,
            height: 1,
            rgb: Uint8Array.of(step, 0, 0),
          }));
        }
        return { IMAGE: image };
      },
    }),
    StubText: defineNode({
      ...about,
      id: 'StubText',
      cache: 'disk',
      inputs: { text: string(), model: socket('IMAGE') },
      outputs: { CONDITIONING: 'CONDITIONING' },
      run({ text }, { nodeId, notice }) {
        ran.push(nodeId);
        notice(`${text.length} letters`);
        return { CONDITIONING: [{ embeds: zeros([1, text.length, 2]), pooled: null }] };
      },
    }),
    StubRead: defineNode({
      ...about,
      id: 'StubRead',
      outputNode: true,
      inputs: { conditioning: socket('CONDITIONING') },
      outputs: {},
      run(_inputs, { nodeId }) {
        ran.push(nodeId);
        return {};
      },
    }),
    StubFile: defineNode({
      ...about,
      id: 'StubFile',
      inputs: { name: inputImage(), model: modelFile('many', { optional: true }) },
      outputs: { IMAGE: 'IMAGE', MASK: 'MASK' },
      fingerprint({ name }) {
        if (name === 'gone.png') {
          throw new UserError('file_not_found', 'gone.png is gone.', 'Choose another.');
        }
        return outside.version;
      },
      validate: ({ name }) => (name === 'bad.png' ? 'name - Invalid image file: bad.png' : null),
      run(_inputs, { nodeId }) {
        ran.push(nodeId);
        return { IMAGE: zeros([1, 1, 1, 3]), MASK: null as never };
      },
    }),
    StubClock: defineNode({
      ...about,
      id: 'StubClock',
      cache: 'never',
      inputs: {},
      outputs: { IMAGE: 'IMAGE' },
      run(_inputs, { nodeId }) {
        ran.push(nodeId);
        return { IMAGE: zeros([1, 1, 1, 3]) };
      },
    }),
    StubFault: defineNode({
      ...about,
      id: 'StubFault',
      inputs: {
        image: socket('IMAGE'),
        how: combo(['user', 'internal', 'memory', 'interrupt']),
        mask: socket('MASK', { optional: true }),
      },
      outputs: { IMAGE: 'IMAGE' },
      run({ how }) {
        if (how === 'user') throw new UserError('too_hot', 'It is too hot.', 'Open a window.');
        if (how === 'memory') throw new RangeError('Array buffer allocation failed');
        if (how === 'interrupt') throw new Interrupted();
        throw new TypeError('x is not a function');
      },
    }),
    StubMask: defineNode({
      ...about,
      id: 'StubMask',
      inputs: { mask: socket('MASK') },
      outputs: { IMAGE: 'IMAGE' },
      run: () => ({ IMAGE: zeros([1, 1, 1, 3]) }),
    }),
  };
  return { registry, ran, outside };
}
