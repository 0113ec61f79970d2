// Pictures of kinds that no command moves are counted where the sweep shows them, and said once by each command.
import { expect, it } from 'vitest';
import { inPlace, pair } from '../support/place.ts';

it('pictures of variants are counted by every command that reads the source', async () => {
  await inPlace({ stores: pair(20, 40) }, async (place) => {
    const variant = place.source.variants().filter(({ image }) => image !== null).length;
    expect(variant).toBeGreaterThan(1);
    for (const command of ['audit', 'diff', 'migrate --yes', 'verify']) {
      const { result, stderr } = await place.json(command);
      expect({ command, notMoved: result['notMoved'] }).toEqual({ command, notMoved: { variant } });
      expect(stderr).not.toContain('Not moved');
    }
    const { stdout } = await place.plain('verify');
    expect(stdout.match(/^Not moved: .*$/gmu)).toEqual([`Not moved: ${variant} pictures of variants`]);
    expect(stdout).toContain('Not moved, not counted: pictures of modifiers and swatches');
  });
});

it('there is no number where there are none, and a copy of a product image is none', async () => {
  await inPlace(
    { stores: pair(20, 40) },
    async (place) => {
      const { result } = await place.json('diff');
      expect(result).not.toHaveProperty('notMoved');
    },
    ({ path }, { status, body }) => {
      if (!path.endsWith('/source/v3/catalog/products')) return undefined;
      const copy = 'https://cdn.example/s-x/products/5/images/9/a__12345.1700000000.386.513.jpg?c=1';
      const text = JSON.stringify(body).replaceAll(/"image_url":"[^"]+"/gu, `"image_url":"${copy}"`);
      return { status, body: JSON.parse(text) };
    },
  );
});
