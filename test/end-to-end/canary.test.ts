// A token that is looked for afterwards, in everything that a whole migration has written: on a machine that others use,
// with stores that say it back when they refuse, killed on the way, with all that can be switched on to be told more.
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Ended, Variables } from '../support/binary.ts';
import { filesBelow } from '../support/files-below.ts';
import { inPlace, pairOfAllKinds } from '../support/place.ts';
import type { Answered, Asked } from '../support/rewriter.ts';

const token = 'canary7Qx4Kd91LmZ0tokenBv83';
/** Ways in which a token can stand in bytes. */
const forms = [
  Buffer.from(token),
  Buffer.from(token, 'utf16le'),
  Buffer.from(Buffer.from(token).toString('hex')),
  // Wherever in a text it begins, the middle of its base64 is one of three.
  ...['', ' ', '  '].map((before) =>
    Buffer.from(Buffer.from(`${before}${token}`).toString('base64').slice(4, -4)),
  ),
  Buffer.from(Buffer.from(token).toReversed()),
];
const shows = (bytes: Buffer): boolean => forms.some((form) => bytes.includes(form));

/** Says the token back wherever it refuses; counts how often it has. */
function createEcho() {
  const asked = new Map<string, number>();
  const told = { echoes: 0 };
  const answers: readonly ((nth: number) => Answered | undefined)[] = [
    // V3's words, with the token as a value and as a name, and far behind what is kept of such words.
    (nth) =>
      nth % 7 === 3
        ? {
            status: 422,
            body: {
              title: `X-Auth-Token: ${token}`,
              errors: { [token]: token, [`a${token}b`]: `${'x'.repeat(280)}${token}` },
            },
          }
        : undefined,
    (nth) =>
      nth % 7 === 5 ? { status: 500, body: `<html><title>${token}</title>${token}</html>` } : undefined,
  ];
  return {
    told,
    rewrite({ method, path: where }: Asked): Answered | undefined {
      const kind = method === 'POST' ? 'create' : where.includes('/v2/') ? 'v2' : `${method} v3`;
      const nth = (asked.get(kind) ?? 0) + 1;
      asked.set(kind, nth);
      // Reads are refused once each; of the creates, one in seven is refused and one left open.
      const refused =
        kind === 'create'
          ? answers.map((answer) => answer(nth)).find((answer) => answer !== undefined)
          : nth === 2
            ? {
                status: 503,
                body: [{ status: 503, message: `token ${token}`, details: { invalid_reason: token } }],
              }
            : undefined;
      if (refused !== undefined) told.echoes += 1;
      return refused;
    },
  };
}

const commands = [
  'audit',
  'diff',
  'migrate --yes',
  'status',
  'verify --level content',
  'settle',
  'retry --failed --yes',
  'repair --yes',
  'report --out report.csv',
  'report --out report.jsonl',
  'report --out report.html',
  'report --out report.md',
  'report --format jsonl',
  'report',
  'runs',
  'plan show',
  'journal check',
  'journal backup copy.db',
  'journal compact',
  'snapshot --out saved --with-pictures',
];

it('is nowhere, whatever was written and wherever', { timeout: 600_000 }, async () => {
  const [source, target] = pairOfAllKinds(8, 30);
  if (source === undefined || target === undefined) throw new Error('a pair is two');
  const echo = createEcho();
  await inPlace(
    {
      stores: [
        { ...source, token },
        { ...target, token },
      ],
    },
    async (place) => {
      chmodSync(place.folder, 0o1777);
      mkdirSync(place.at('tmp'));
      const variables: Variables = {
        CUTOVER_LOG_FILE: 'log.jsonl',
        CUTOVER_VERBOSE: 'true',
        TMPDIR: place.at('tmp'),
        XDG_CACHE_HOME: place.at('cache'),
      };
      const ended: Ended[] = [];
      const run = async (words: string, more: Variables = {}): Promise<void> => {
        ended.push(await place.start(words, { variables: { ...variables, ...more } }).ended);
      };
      for (const command of commands.slice(0, 2)) await run(command);
      const killed = place.start('migrate --yes --json', {
        variables,
        onLine: (line, kill) => {
          if (line.type === 'action') kill();
        },
      });
      ended.push(await killed.ended);
      // With the log of the journal beside it, which the end of a run folds in.
      expect(filesBelow(place.folder).filter((file) => shows(readFileSync(file)))).toEqual([]);
      expect(readdirSync(place.folder)).toContain('cutover.db-wal');
      for (const command of commands.slice(2)) {
        await run(command);
        await run(`${command.replace('copy.db', 'second.db')} --json`);
      }
      await run('revert r0003 --dry-run');
      await run('revert r0003 --yes --confirm target');
      expect(ended.at(-1)?.stdout).toMatch(/[1-9]\d* removed/);
      for (const more of [
        { CUTOVER_TARGET_TOKEN: `${token}wrong` },
        { CUTOVER_SOURCE_TOKEN: `${token} two words` },
        { CUTOVER_SOURCE_API: `http://user:${token}@127.0.0.1:1` },
        { HTTPS_PROXY: `http://user:${token}@127.0.0.1:1`, CUTOVER_SOURCE_API: 'https://127.0.0.1:1' },
      ] satisfies Variables[])
        await run('migrate --yes --new --wait 0', more);

      const said = ended.flatMap(({ stdout, stderr }) => [stdout, stderr]);
      expect(said.filter((text) => shows(Buffer.from(text)))).toEqual([]);
      expect(filesBelow(place.folder).filter((file) => shows(readFileSync(file)))).toEqual([]);

      // It would have been seen: the stores have said it, what they said was told, and all the files are there.
      expect(echo.told.echoes).toBeGreaterThan(4);
      expect(said.some((text) => text.includes('[redacted]'))).toBe(true);
      expect(readFileSync(place.at('log.jsonl'), 'utf8')).toContain('[redacted]');
      expect(filesBelow(place.folder).map((file) => path.relative(place.folder, file))).toEqual(
        expect.arrayContaining([
          'cutover.db',
          'copy.db',
          'second.db',
          'log.jsonl',
          'report.csv',
          'report.jsonl',
          'report.html',
          'report.md',
          path.join('saved', 'images.jsonl'),
        ]),
      );
    },
    echo.rewrite,
  );
});
