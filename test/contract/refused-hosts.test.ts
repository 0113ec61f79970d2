// A host from which the target could not fetch one picture is not tried for the others: what would be refused again is uploaded.
import { expect, it } from 'vitest';
import { noting } from '../support/asked-pictures.ts';
import { migrate } from '../support/commands.ts';
import { idle, plant, stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

it('uploads the pictures of a host from which the target could not fetch one, without trying their addresses', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'MUG', [0, 1, 2]);
    world.target.addProduct({ sku: 'MUG' });
    world.target.failNext({ method: 'POST' }, { name: 'error-before', status: 422 });
    const engine = world.engine();
    const { content, asked } = noting(engine.content);
    expect(await migrate({ ...engine, content }, yes)).toEqual({ ...idle, images: 3, created: 3 });
    expect(asked.filter(({ how }) => how === 'all').length).toBe(3);
    expect(world.target.requests().filter(({ method }) => method === 'POST').length).toBe(4);
  });
});
