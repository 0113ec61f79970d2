// A part of what `npx pnpm verification` plays: all kinds of damage are found, and nothing that stores do to every picture is
// called wrong.
import { beforeAll, expect, it } from 'vitest';
import { damages, harmless } from './changes.ts';
import { picturesOf, playChange } from './play-changes.ts';

let pictures: readonly Buffer[] = [];
beforeAll(async () => {
  pictures = await picturesOf(6, 11);
});

it.each(damages)('a picture that is $what is found', async (change) => {
  expect(await playChange(change, pictures)).toMatchObject({ pictures: 6, wrong: 6 });
});

it.each(harmless)('a picture that is $what is the same', async (change) => {
  expect(await playChange(change, pictures)).toMatchObject({ pictures: 6, wrong: 0 });
});
