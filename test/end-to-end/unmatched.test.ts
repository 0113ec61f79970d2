// Products, variants and values of the source that the target lacks: a migration that leaves them out ends with 4 and says
// why, whether it makes its plan itself, carries out that of a diff, is continued, or comes a second time.
import { expect, it } from 'vitest';
import { faultsOfStdout } from '../support/line-contract.ts';
import { inPlace, type Place, pair } from '../support/place.ts';
import { plant } from '../support/planted.ts';

/** MUG is on both sides with variants, four of which have no counterpart, and one has two; LAMP is on the source alone. */
function plantShop({ source, target }: Place): void {
  plant(source, 'LAMP', [9]);
  const [mug, other] = [plant(source, 'MUG', [1, 2, 3]), plant(target, 'MUG', [])];
  for (const [tiny, label] of ['Small', 'Huge', 'Tiny', 'Large', 'Wide', 'Long'].entries())
    source.addVariant({ productId: mug, choices: { Size: label }, picture: { tiny: tiny + 20 } });
  for (const label of ['Small', 'Large', 'Large'])
    target.addVariant({ productId: other, choices: { Size: label } });
}

const left = { failed: 0, remaining: 0, inDoubt: 0, conflicts: 0, unmatchedProducts: 1, unmatchedSlots: 5 };

it('a migration says in its result what made it 4, with the plan of a diff, a second time and continued', async () => {
  await inPlace({ stores: pair(0, 0) }, async (place) => {
    plantShop(place);
    expect((await place.json('diff')).result).toMatchObject({ exitCode: 3, unmatchedProducts: 1, error: 5 });
    const killed = await place.start('migrate --yes --json', {
      onLine(line, kill) {
        if (line['type'] === 'action' && line['status'] === 'applied') kill();
      },
    }).ended;
    expect(killed.code).not.toBe(0);
    const resumed = await place.json('migrate --yes');
    expect(resumed.lines[0]).toMatchObject({ type: 'run', resumed: true });
    expect(faultsOfStdout(resumed.stdout, resumed.code)).toEqual([]);
    expect(resumed.result).toMatchObject({ exitCode: 4, created: 3, set: 1, ...left });
    expect(resumed.result).not.toHaveProperty('unchecked');
    const again = await place.json('migrate --yes');
    expect(faultsOfStdout(again.stdout, again.code)).toEqual([]);
    // People's words, beside the lines.
    expect(again.stderr.match(/^Left out: \d+ \w+/gmu)).toEqual([
      'Left out: 1 product',
      'Left out: 4 variants',
      'Left out: 1 variant',
    ]);
    expect(again.result).toMatchObject({ exitCode: 4, created: 0, set: 0, ...left });
  });
});

it('people are told which variants and values were left out, and the report asks for a decision', async () => {
  await inPlace({ stores: pair(0, 0) }, async (place) => {
    plantShop(place);
    const { code, stdout } = await place.plain('migrate --yes');
    expect(code).toBe(4);
    expect(stdout).not.toContain('Could not be compared');
    expect(stdout.match(/^Left out: \d+ variant.*$/gmu)).toEqual([
      'Left out: 4 variants or values without a counterpart on the target: MUG: Huge, MUG: Tiny, MUG: Wide and 1 more. See rule slot-unmatched in `cutover report --out report.html`.',
      'Left out: 1 variant or value without a clear counterpart on the target: MUG: Large. See rule slot-ambiguous in `cutover report --out report.html`.',
    ]);
    const { stdout: report } = await place.plain('report --format md');
    const [, decisions = ''] = report.split('## What needs a decision');
    const listed = decisions.split('\n## ')[0] ?? '';
    for (const rule of ['product-unmatched', 'slot-unmatched', 'slot-ambiguous'])
      expect(listed).toContain(rule);
    const { stdout: page } = await place.plain('report --format html');
    for (const field of ['unmatchedProducts', 'unmatchedSlots'])
      expect(page).toContain(`data-result="${field}"`);
  });
});

it('a dry run and the question before the first write name them, too', async () => {
  await inPlace({ stores: pair(0, 0) }, async (place) => {
    plantShop(place);
    const names = [
      '1 product without a counterpart',
      '4 variants or values without a counterpart on the target: MUG: Huge, MUG: Tiny, MUG: Wide and 1 more',
      '1 variant or value without a clear counterpart on the target: MUG: Large',
    ];
    const dry = await place.plain('migrate --dry-run');
    expect([dry.code, dry.stdout.match(/^Left out: .*$/gmu)]).toEqual([
      0,
      names.map((what) => `Left out: ${what}.`),
    ]);
    const asked = await place.plain('migrate');
    expect([asked.code, asked.stderr.match(/^ {2}left out: .*$/gmu)]).toEqual([
      2,
      names.map((what) => `  left out: ${what}`),
    ]);
    const agreed = await place.plain('migrate --yes');
    expect(agreed.stderr.match(/^ {2}left out: .*$/gmu)).toEqual(names.map((what) => `  left out: ${what}`));
  });
});
