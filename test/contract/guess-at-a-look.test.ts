// Pictures that go away between the plan and the look before a write: what is a guess then is told and counted, also where
// the look leaves nothing to write on the product; and the run after that, which can look again, does it.
import { expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { put } from '../support/one-product.ts';
import { stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

/** Pictures of these images of the source cannot be had. */
function without(engine: Asking, away: () => readonly number[]): Asking {
  const { content } = engine;
  return {
    ...engine,
    content: {
      ...content,
      async get(url, options) {
        if (away().some((id) => url.includes(`/images/${id}/`))) throw new Error('no picture available');
        return await content.get(url, options);
      },
    },
  };
}

/** Three twins, of which the target has two; which of them is missing changes with the pictures that can be had. */
async function twins(play: (world: World, ids: readonly number[]) => Promise<void>): Promise<void> {
  await inWorld({ stores }, async (world) => {
    const ids = put(world.source, 'a.png|1|0|front', 'a.png|1|1|front', 'a.png|1|2|front');
    put(world.target, 'a.png|1|0|front', 'a.png|1|2|front');
    await play(world, ids);
  });
}

it('is told, and done by the next run', async () => {
  await twins(async ({ target, engine }, [first = 0, ...others]) => {
    let away: readonly number[] = [first];
    const approve = async (): Promise<'go'> => {
      away = others;
      return await Promise.resolve('go' as const);
    };
    const given = without(engine(), () => away);
    const told: unknown[] = [];
    const listening: Asking = {
      ...given,
      emit(event) {
        if (event.type === 'finding' && event.rule === 'picture-unchecked') told.push(event.target?.imageId);
        given.emit(event);
      },
    };
    expect(await migrate(listening, { ...yes, approve })).toMatchObject({
      outcome: 'incomplete',
      created: 0,
      unchecked: 1,
    });
    expect([told, target.requests().filter(({ method }) => method === 'POST')]).toEqual([[50_002], []]);
    away = [];
    expect(await migrate(engine(), yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(target.images().length).toBe(3);
  });
});

it('is told, too, where the process dies right after the look has dropped what was planned', async () => {
  await twins(async ({ target, engine }, [first = 0, ...others]) => {
    let away: readonly number[] = [first];
    const approve = async (): Promise<'go'> => {
      away = others;
      return await Promise.resolve('go' as const);
    };
    const given = without(engine(), () => away);
    const { journal } = given;
    const dying: Asking = {
      ...given,
      journal: {
        ...journal,
        async addActions(...planned) {
          await journal.addActions(...planned);
          throw new Error('died');
        },
      },
    };
    await expect(migrate(dying, { ...yes, approve })).rejects.toThrow('died');
    expect(
      await migrate(
        without(engine(), () => away),
        yes,
      ),
    ).toMatchObject({
      outcome: 'incomplete',
      created: 0,
      unchecked: 1,
    });
    expect(target.images().length).toBe(2);
  });
});
