import { expect, it } from 'vitest';
import { ask, startTestServer } from './harness.ts';

it('the page may run its own files alone', async () => {
  await using server = await startTestServer();
  const page = await ask(`${server.url}/`);
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(page.text).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
  const wanted = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
  expect(wanted.some((path) => path?.endsWith('.js'))).toBe(true);
  for (const path of wanted) expect((await ask(server.url + path)).status, path).toBe(200);
});

it('files beside the built ones are not served', async () => {
  await using server = await startTestServer();
  for (const path of ['/main.tsx', '/package.json', '/assets/../../package.json', '/assets/']) {
    expect((await ask(server.url + path)).status, path).toBe(404);
  }
});
