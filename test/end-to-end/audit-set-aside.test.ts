// What a person has set aside is told, counted apart, and does not fail: by a rule, by a line of cutover.json that says why, or
// because an earlier report has it too. And how much an audit asks for, by the built program's own count.
import { readFileSync, writeFileSync } from 'node:fs';
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import type { Line } from '../support/binary.ts';
import { inPlace, type Place, single } from '../support/place.ts';

const stores = [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } }] as const;
const quick = 'audit --probe none';

/** Two products without a thumbnail: a fault each that fails. */
function plantTwo(store: StoreControl): readonly number[] {
  return ['MUG', 'CUP'].map((sku) => {
    const { id: productId } = store.addProduct({ sku, name: sku });
    return store.addImage({ productId, fileName: 'a.png', description: 'a thing', isThumbnail: false }).id;
  });
}

const marks = (lines: readonly Line[]): unknown[] =>
  lines
    .filter(({ type }) => type === 'finding')
    .map(({ rule, source, suppressed, known }) => [rule, Object(source).sku, suppressed, known]);

const suppress = (place: Place, value: unknown): void =>
  writeFileSync(place.at('cutover.json'), JSON.stringify({ suppress: value }), { mode: 0o644 });

describe('--suppress', () => {
  it('takes a rule, and a file says of which product and why', async () => {
    await inPlace({ stores: [...stores] }, async (place) => {
      const [, second] = plantTwo(place.source);
      expect((await place.json(quick)).result).toMatchObject({ exitCode: 3, suppressed: 0, known: 0 });
      const byRule = await place.json(`${quick} --suppress thumbnail-missing --new`);
      expect(byRule.result).toMatchObject({
        exitCode: 0,
        findings: { critical: 2 },
        byRule: { 'thumbnail-missing': 2 },
        suppressed: 2,
      });
      const reason = 'drawn by the theme';
      suppress(place, [{ rule: 'thumbnail-missing', product: 'MUG', reason }]);
      const one = await place.json(quick);
      expect(one.result).toMatchObject({ exitCode: 3, suppressed: 1 });
      expect(marks(one.lines)).toEqual([
        ['thumbnail-missing', 'MUG', { reason }, undefined],
        ['thumbnail-missing', 'CUP', undefined, undefined],
      ]);
      suppress(place, [
        { rule: 'thumbnail-missing', product: 'MUG', reason },
        { rule: 'thumbnail-missing', image: second, reason: 'sold out' },
      ]);
      expect((await place.json(quick)).result).toMatchObject({ exitCode: 0, suppressed: 2 });
      const report = await place.plain('report --format csv');
      expect(report.stdout).toContain(',sold out,');
    });
  });

  it.each<[string, unknown, string]>([
    ['a rule without a reason', [{ rule: 'order-tie' }], 'gives no reason'],
    ['a name alone', ['order-tie'], 'each with what it is about and a reason'],
    ['a rule that nobody knows', [{ rule: 'order-tye', reason: 'x' }], 'Did you mean order-tie?'],
  ])('ends with 2 for %s', async (_, value, words) => {
    await inPlace({ stores: [...stores] }, async (place) => {
      suppress(place, value);
      const { result, stderr } = await place.json(quick);
      expect(result['exitCode']).toBe(2);
      expect(stderr).toContain(words);
    });
  });
});

describe('--baseline', () => {
  it('knows what an earlier report has, and tells what is new', async () => {
    await inPlace({ stores: [...stores] }, async (place) => {
      plantTwo(place.source);
      await place.json(quick);
      await place.plain('report --out before.jsonl');
      const same = await place.json(`${quick} --baseline before.jsonl`);
      expect(same.result).toMatchObject({ exitCode: 0, findings: { critical: 2 }, known: 2, suppressed: 0 });
      const { id: productId } = place.source.addProduct({ sku: 'NEW', name: 'NEW' });
      place.source.addImage({ productId, fileName: 'a.png', description: 'a thing', isThumbnail: false });
      const more = await place.json(`${quick} --baseline before.jsonl`);
      expect(more.result).toMatchObject({ exitCode: 3, findings: { critical: 3 }, known: 2 });
      expect(marks(more.lines)).toEqual([
        ['thumbnail-missing', 'MUG', undefined, true],
        ['thumbnail-missing', 'CUP', undefined, true],
        ['thumbnail-missing', 'NEW', undefined, undefined],
      ]);
      // What was known stays so in the next baseline.
      await place.plain('report --out after.jsonl');
      expect((await place.json(`${quick} --baseline after.jsonl`)).result).toMatchObject({
        exitCode: 0,
        known: 3,
      });
    });
  });

  it('knows a finding of no product by its words, and no other of its rule', async () => {
    await inPlace({ stores: [...stores] }, async (place) => {
      const named = (ids: readonly number[]) =>
        writeFileSync(place.at('some.csv'), ['source_product_id', ...ids, ''].join('\n'));
      named([998]);
      await place.json(`${quick} --products some.csv`);
      await place.plain('report --out before.jsonl');
      const again = `${quick} --products some.csv --baseline before.jsonl --new`;
      expect((await place.json(again)).result).toMatchObject({
        exitCode: 0,
        findings: { critical: 1 },
        known: 1,
      });
      named([998, 999]);
      expect((await place.json(again)).result).toMatchObject({
        exitCode: 3,
        findings: { critical: 2 },
        known: 1,
      });
    });
  });

  it.each<[string, (report: string) => string | undefined, string]>([
    ['is not there', () => undefined, 'cannot be read'],
    ['is no report', () => 'hello\n', 'line 1: this is not an audit report'],
    ['is empty', () => '', 'this is not an audit report'],
    ['is cut short', (report) => report.slice(0, -20), 'this is not an audit report'],
    [
      'is of another store',
      (report) => report.replaceAll('"alone"', '"other"'),
      'the report of another store, other',
    ],
    [
      'is of another command',
      (report) => report.replaceAll('"audit"', '"diff"'),
      'this is not an audit report',
    ],
  ])('that %s ends with 2', async (_, change, words) => {
    await inPlace({ stores: [...stores] }, async (place) => {
      plantTwo(place.source);
      await place.json(quick);
      await place.plain('report --out before.jsonl');
      const changed = change(readFileSync(place.at('before.jsonl'), 'utf8'));
      if (changed !== undefined) writeFileSync(place.at('changed.jsonl'), changed);
      const { result, stderr } = await place.json(`${quick} --baseline changed.jsonl`);
      expect(result['exitCode']).toBe(2);
      expect(stderr).toContain(words);
    });
  });

  it('of another target knows what it says of the source alone, and a mark in front of it is no part of it', async () => {
    const pair = [...stores, { hash: 'other', catalog: { kind: 'products-only', products: 0 } }] as const;
    await inPlace({ stores: [...pair] }, async (place) => {
      plantTwo(place.source);
      plantTwo(place.target);
      const first = await place.json(quick);
      expect(first.result).toMatchObject({ findings: { critical: 4 }, known: 0 });
      await place.plain('report --out before.jsonl');
      const report = readFileSync(place.at('before.jsonl'), 'utf8');
      writeFileSync(place.at('marked.jsonl'), `\u{FEFF}${report}`);
      writeFileSync(place.at('elsewhere.jsonl'), report.replaceAll('"other"', '"third"'));
      const known = async (file: string) =>
        (await place.json(`${quick} --new --baseline ${file}`)).result['known'];
      expect([
        await known('before.jsonl'),
        await known('marked.jsonl'),
        await known('elsewhere.jsonl'),
      ]).toEqual([4, 4, 2]);
    });
  });

  it('that is a device, whose one line never ends, is refused at once', async () => {
    await inPlace({ stores: [...stores] }, async (place) => {
      const { result, stderr } = await place.json(`${quick} --baseline /dev/zero`);
      expect(result['exitCode']).toBe(2);
      expect(stderr).toContain('is a device, not a file');
    });
  });
});

describe('an audit under --json', () => {
  const looked = ['head', 'bytes', 'content'].map((probe) => [probe, 30] as const);

  it.each([['none', 0] as const, ...looked])(
    'at --probe %s asks for %i pictures, and says all it found',
    async (probe, content) => {
      await inPlace({ stores: single(10, 30) }, async (place) => {
        const { result, lines } = await place.json(`audit --probe ${probe}`);
        expect(
          Object.keys(result)
            .filter((key) => key !== 'notMoved')
            .toSorted(),
        ).toEqual(
          'byKind byRule command exitCode findings images known notLookedFor products proof requests run suppressed time type'.split(
            ' ',
          ),
        );
        // The count and one page of products of V2; two pages of V3, one of them with modifiers, and the rules of the one product that has one.
        expect(result).toMatchObject({ images: 30, requests: { v2: 2, v3: 3, content } });
        const ofRules = place.source.requests().filter(({ path }) => path.includes('/complex-rules'));
        expect(ofRules.length).toBe(1);
        const told: Record<string, number> = {};
        for (const { type, rule } of lines)
          if (type === 'finding') told[String(rule)] = (told[String(rule)] ?? 0) + 1;
        expect(result['byRule']).toEqual(told);
        const silent = result['notLookedFor'];
        expect(Array.isArray(silent) && silent.filter((rule) => String(rule) in told)).toEqual([]);
      });
    },
  );
});

it.each(['order-tie', 'bad-value'])('the built program has the page on %s with it', async (topic) => {
  await inPlace({ stores: [...stores] }, async (place) => {
    const { code, stdout } = await place.plain(`help ${topic}`);
    expect([code, stdout.split('\n')[0]]).toEqual([0, topic]);
    expect(stdout).toContain('What to do');
  });
});
