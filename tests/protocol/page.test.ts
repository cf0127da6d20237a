import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { registry } from '../../nodes/index.ts';
import { startServer } from '../../electron/backend/server.ts';
import { validatePrompt } from '../../nodes/graph/validate.ts';
import { ask, startTestServer } from './harness.ts';
import { createStubEngine } from './stub-engine.ts';

const RENDERER = join(import.meta.dirname, '../../renderer');

it('the start page may run its own files alone', async () => {
  await using server = await startTestServer();
  const page = await ask(`${server.url}/`);
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.text).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
  const wanted = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  expect(wanted).toContain('/page.js');
  for (const path of wanted) {
    const file = await ask(server.url + path);
    expect(file.status, path).toBe(200);
    expect(file.text).toBe(readFileSync(RENDERER + path, 'utf8'));
  }
});

it('the prompt of the start page is one that the server takes', async () => {
  await using unused = await startTestServer();
  const { files } = unused;
  const data = join(files.folders.temp, 'other');
  const server = await startServer({ port: 0, data, engine: createStubEngine(files) });
  const prompt = (await ask(`${server.url}/first-picture.json`)).json();
  const catalog = {
    models: (folder: string) => FILES[folder] ?? [],
    inputImages: () => [],
    inputLatents: () => [],
  };
  expect(validatePrompt(prompt, { registry, catalog })).toMatchObject({ ok: true, nodeErrors: {} });
  const nodes = Object.values(prompt) as { class_type: string; inputs: object }[];
  const taca = nodes.find((node) => node.class_type === 'TACAAttention');
  expect(taca?.inputs).toHaveProperty('temperature');
  await server.close();
});

const FILES: Readonly<Record<string, readonly string[]>> = {
  checkpoints: ['shapes'],
  loras: ['shapes-taca-r16.safetensors'],
};
