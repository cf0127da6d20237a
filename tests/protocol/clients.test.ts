import { Client, Workflow } from '@stable-canvas/comfyui-client';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from './harness.ts';

/** As its documentation starts it on Node. */
async function connected({ url }: TestServer) {
  const client = new Client({ api_host: new URL(url).host, WebSocket, fetch });
  await client.connect();
  return client;
}

function saving(action: string): Workflow {
  const workflow = new Workflow();
  workflow.node('Stub', { action, ms: 0, name: 'client' });
  return workflow;
}

it('@stable-canvas/comfyui-client gets its picture', async () => {
  await using server = await startTestServer();
  const client = await connected(server);
  const { images } = await saving('save').invoke(client);
  client.close();
  expect(images).toContainEqual({
    type: 'url',
    data: `${server.url}/view?filename=client_00001_.png&subfolder=&type=output`,
  });
});

it('@stable-canvas/comfyui-client hears of a node that fails', async () => {
  await using server = await startTestServer();
  const client = await connected(server);
  await expect(saving('fail').invoke(client)).rejects.toThrow('It was told to fail.');
  client.close();
});
