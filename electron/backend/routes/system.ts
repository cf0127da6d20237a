import { freemem, totalmem } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { FEATURES, type Backend } from '../backend.ts';

/** The ComfyUI server whose interface this is; clients compare it. */
const COMFYUI = { comfyui_version: '0.33.0', required_frontend_version: '1.58.1' };
const NO_PYTHON = { python_version: '', pytorch_version: '', embedded_python: false };

/** /system_stats and /features. */
export function systemRoutes(app: FastifyInstance, { engine }: Backend): void {
  app.get('/features', () => FEATURES);

  app.get('/system_stats', () => {
    const own = engine.device?.ownMemory ?? null;
    const memory = { vram_total: own ?? totalmem(), vram_free: own ?? freemem() };
    return {
      system: {
        os: process.platform,
        ram_total: totalmem(),
        ram_free: freemem(),
        ...COMFYUI,
        ...NO_PYTHON,
        node_version: process.versions.node,
        argv: ['taca-studio'],
      },
      devices: [
        {
          name: engine.device?.name ?? 'cpu',
          type: engine.device?.kind ?? 'cpu',
          index: engine.device && engine.device.kind !== 'cpu' ? 0 : null,
          ...memory,
          torch_vram_total: memory.vram_total,
          torch_vram_free: memory.vram_free,
        },
      ],
    };
  });
}
