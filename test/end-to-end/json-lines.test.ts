import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsIn, type Ended, type Variables } from '../support/binary.ts';
import { filesBelow } from '../support/files-below.ts';
import { faultsOfLine, faultsOfStdout, withoutContract } from '../support/line-contract.ts';
import { inPlace, type Place, pair, single } from '../support/place.ts';

describe('the contract itself', () => {
  it('finds what is wrong in a line', () => {
    const time = '2026-04-01T08:00:00.000Z';
    expect(
      faultsOfLine({ type: 'progress', time, run: 'r1', phase: 'reading', done: 3, unit: 'images' }),
    ).toEqual([]);
    expect(
      faultsOfLine({
        type: 'progress',
        time: '2026-04-01T08:00:00Z',
        run: 'r1',
        phase: 'resting',
        done: -1,
        unit: 'images',
        more: 1,
      }),
    ).toEqual([
      'progress.time is "2026-04-01T08:00:00Z"',
      'progress.phase is "resting"',
      'progress.done is -1',
      'progress.more may not be 1',
    ]);
    expect(faultsOfStdout('{"type":"progress"', 0)).toHaveLength(1);
    expect(faultsOfStdout('hello\n', 0)).toEqual(['line 1 is no JSON: hello', 'the last line is no result']);
  });

  it('has the fields of every command that the help lists', async () => {
    await inPlace({ stores: single(1, 1) }, async (place) => {
      const listed = commandsIn((await place.plain('--help')).stdout);
      expect(listed).toContain('journal check');
      expect(withoutContract([...listed, 'polish'])).toEqual(['polish']);
    });
  });
});

const commands = [
  'audit',
  'audit --fail-on warning',
  'diff',
  'diff --verbose',
  'migrate --dry-run',
  'migrate --yes --max-changes 3',
  'migrate --yes',
  'migrate --yes --verbose --log-file log.jsonl',
  'verify',
  'verify --level links',
  'verify --level content --sample 20%',
  'status',
  'runs',
  'report --format jsonl',
  'report --out report.csv',
  'report --run nobody --format jsonl',
  'report',
  'plan show',
  'settle',
  'pace r0001 --share 50%',
  'repair --yes',
  'retry --failed --yes',
  'journal check',
  'journal backup copy.db',
  'journal compact',
  'unlock',
  'snapshot --out saved',
  'map export.csv',
  'map none.json',
  'help migrate',
  'migrate --help',
  'nonsense',
  'diff --nonsense',
];

async function runAll(place: Place, variables: Variables = {}): Promise<Ended[]> {
  const ended: Ended[] = [];
  writeFileSync(
    place.at('export.csv'),
    'Item,ID,SKU,Image URL (Import)\nProduct,1,A,https://a.example/b.jpg\n',
  );
  for (const command of commands) ended.push(await place.start(`${command} --json`, { variables }).ended);
  return ended;
}

// Side by side, each in a place of its own: most of the time is the start of some hundred programs.
describe.concurrent.each([
  ['two stores', pair(12, 40)],
  ['one store', single(12, 40)],
])('under --json, %s', (_, stores) => {
  it('stdout holds only lines of the contract, and the result comes last', async () => {
    await inPlace({ stores }, async (place) => {
      const { id } = place.source.products()[0] ?? { id: 0 };
      place.source.addImage({
        productId: id,
        damage: { original: 'missing', renditions: 'html' },
        description: '\u001b[31mred\u0007 \u202e',
      });
      const all = await runAll(place);
      const faults = all.flatMap(({ stdout, code }, index) => {
        const found = faultsOfStdout(stdout, code);
        return found.length === 0 ? [] : [{ command: commands[index], found: found.slice(0, 3) }];
      });
      expect(faults).toEqual([]);
    });
  });
});

it('error in the result of diff is a number where the command went well, and what went wrong where it failed', async () => {
  await inPlace({ stores: pair(2, 4) }, async (place) => {
    const { id: productId } = place.source.addProduct({ sku: 'TWICE', name: 'Twice' });
    place.source.addImage({ productId, fileName: 'a.png' });
    for (const store of [place.target, place.target]) store.addProduct({ sku: 'TWICE', name: 'Twice' });
    const well = await place.json('diff');
    expect(well.result).toMatchObject({ exitCode: 3, error: expect.any(Number), missing: 4 });
    const gone = { variables: { CUTOVER_TARGET_API: 'http://127.0.0.1:1' } };
    const failed = await place.json('diff --new --wait 0', gone);
    const { same, changed, missing, extra, unmatchedProducts } = failed.result;
    expect([failed.result['exitCode'], same, changed, missing, extra, unmatchedProducts]).toEqual([
      8,
      ...Array<undefined>(5).fill(undefined),
    ]);
    expect(failed.result['error']).toEqual({
      code: 'store-unreachable',
      title: expect.any(String),
      what: expect.any(String),
      next: expect.any(String),
    });
    const { stdout } = await place.plain('diff --help');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('error is the number of findings signed !');
  });
});

describe.concurrent('a token', () => {
  it('is nowhere: not on stdout, not on stderr, not in any file, whatever goes wrong', async () => {
    const token = 'canaryTokenThatMustNotBeSeen42';
    const [source, target] = pair(12, 40);
    if (source === undefined || target === undefined) throw new Error('a pair is two');
    const stores = [
      { ...source, token },
      { ...target, token, readOnlyToken: `${token}ro` },
    ];
    await inPlace(
      { stores, faults: { 'html-error': 0.02, malformed: 0.02, 'reset-before': 0.02 } },
      async (place) => {
        const ended = await runAll(place, { CUTOVER_LOG_FILE: 'log.jsonl' });
        for (const variables of [
          { CUTOVER_TARGET_TOKEN: `${token}ro` },
          { CUTOVER_TARGET_TOKEN: `${token}wrong` },
          { CUTOVER_SOURCE_TOKEN: `${token} two words` },
          { CUTOVER_SOURCE_TOKEN: `"${token}\u00e9"` },
          { CUTOVER_SOURCE_TOKEN: '', CUTOVER_SOURCE_TOKEN_FILE: token },
          { CUTOVER_SOURCE_API: `http://127.0.0.1:1/${token}` },
          { CUTOVER_SOURCE_API: `http://user:${token}@127.0.0.1:1` },
        ] satisfies Variables[])
          ended.push(
            await place.start('migrate --yes --json --new --verbose --concurrency 4 --wait 0', { variables })
              .ended,
          );
        for (const flag of [
          `--source-token=${token}`,
          `--token ${token}`,
          `--source-token-file ${token}`,
          `--source ${token}:x`,
        ])
          ended.push(await place.start(`audit ${flag} --json`).ended);

        const seen = [
          ...ended
            .flatMap(({ stdout, stderr }) => [...stdout.split('\n'), ...stderr.split('\n')])
            .filter((text) => text.includes(token)),
          ...filesBelow(place.folder).filter((file) => readFileSync(file).includes(token)),
        ];
        expect(seen).toEqual([]);
        expect(filesBelow(place.folder).map((file) => path.basename(file))).toEqual(
          expect.arrayContaining(['cutover.db', 'log.jsonl', 'report.csv']),
        );
      },
    );
  });
});
