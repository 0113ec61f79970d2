// While one image is written, the next one's original is looked for: the store and the CDN are waited for at once.
import { expect, it } from 'vitest';
import { noting } from '../support/asked-pictures.ts';
import { migrate } from '../support/commands.ts';
import { idle, plant, stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

it('has asked for the original of the next image by the time one is sent, and asks for none twice', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [0, 1, 2]);
    world.target.addProduct({ sku: 'MUG' });
    const steps: (string | number)[][] = [];
    const engine = world.engine({
      onEvent(event) {
        if (event.type === 'action') steps.push([event.status, asked.length]);
      },
    });
    const { content, asked } = noting(engine.content);
    expect(await migrate({ ...engine, content }, yes)).toEqual({ ...idle, images: 3, created: 3 });
    expect(steps).toEqual([
      ['started', 2],
      ['applied', 3],
      ['started', 3],
      ['applied', 3],
      ['started', 3],
      ['applied', 3],
    ]);
  });
});

it('asks a host that does not answer no more often for that, once for each image', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [0, 1, 2, 3, 4, 5]);
    world.target.addProduct({ sku: 'MUG' });
    const engine = world.engine();
    const gone = Object.assign(new Error('connect ECONNREFUSED'), { reason: 'unreachable' });
    const unanswered = {
      head: async () => await Promise.reject(gone),
      get: async () => await Promise.reject(gone),
    };
    const { content, asked } = noting(unanswered);
    expect(await migrate({ ...engine, content }, yes)).toMatchObject({ created: 0, failed: 6 });
    expect(asked.length).toBe(new Set(asked.map(({ url }) => url)).size);
  });
});
