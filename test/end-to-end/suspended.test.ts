// A machine that is put to sleep and a clock that is put forward, as the program meets them: stopped by a signal in the
// middle of its requests and woken again, and run in time zones whose clocks jump. Invariant: neither makes an image
// twice, loses one, or changes what a date means. The stops take real time, because only that lets answers arrive
// and idle connections be closed while nobody looks.
import { writeFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inPlace, pair, resultOf, single } from '../support/place.ts';
import { shownBy } from '../support/world.ts';

const images = 120;
/** After so many applied actions, for so long; the last one outlives the store's idle connections. */
const stops = [
  [8, 800],
  [40, 1_500],
  [80, 6_500],
] as const;

it('stopped and continued in the middle of its requests, it goes on as if nothing had been', async () => {
  const faults = { 'reset-after': 0.08, slow: { probability: 0.05, delayMs: 700 } };
  await inPlace({ stores: pair(30, images), faults }, async (place) => {
    const running = place.start('migrate --yes --json');
    for (const [applied, forMs] of stops) {
      const seen = new Set<unknown>();
      await running.line((line) => {
        if (line.type === 'action' && line['status'] === 'applied') seen.add(line['action']);
        return seen.size >= applied;
      });
      running.send('SIGSTOP');
      await pass(forMs);
      running.send('SIGCONT');
    }
    const ended = await running.ended;
    expect(resultOf(ended), ended.stderr).toMatchObject({ exitCode: 0, failed: 0, remaining: 0, inDoubt: 0 });
    const posts = place.target.requests().filter(({ method }) => method === 'POST');
    expect(posts.reduce((sum, { applied }) => sum + applied, 0)).toBe(images);
    expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    process.stdout.write(
      `stopped ${stops.length} times, up to ${Math.max(...stops.map(([, forMs]) => forMs)) / 1000} s: ${posts.length} creates sent for ${images} images, 0 twice, 0 lost\n`,
    );
  });
});

/** Moments around which a clock of Europe, America or Australia is put forward or back, in 2026, as UTC. */
const moments = [
  '2026-03-29T01:00',
  '2026-10-25T01:00',
  '2026-03-08T07:00',
  '2026-11-01T06:00',
  '2026-04-04T15:00',
].flatMap((text) =>
  [-3_600_000, -1_000, 0, 1_000, 1_800_000, 3_600_000].map((byMs) => Date.parse(`${text}Z`) + byMs),
);

it('means the same moments in every time zone, those within a clock change too', async () => {
  await inPlace({ stores: single(1, 1) }, async (place) => {
    // V2 writes a date with a zone of its own; here each moment comes in three of them.
    const images = moments.flatMap((moment, index) =>
      [0, -5, 10.5].map((hours, zone) => ({
        id: 1 + index * 3 + zone,
        product_id: 77,
        is_thumbnail: false,
        sort_order: index,
        date_created: rfc2822(moment, hours),
      })),
    );
    writeFileSync(place.at('v2.json'), JSON.stringify(images));
    for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
      const { lines, result, stderr } = await place.json('map v2.json', { variables: { TZ: zone } });
      expect(result, `${zone}: ${stderr}`).toMatchObject({
        exitCode: 0,
        mapped: images.length,
        unreadable: 0,
      });
      const told = lines.flatMap(({ type, record }) => (type === 'mapped' ? [dateOf(record)] : []));
      expect(told, zone).toEqual(moments.flatMap((moment) => [moment, moment, moment]));
    }
  });
});

/** `Sun, 29 Mar 2026 03:00:00 +0200`, as a clock so many hours ahead of Greenwich shows it. */
function rfc2822(moment: number, hours: number): string {
  const shown = new Date(moment + hours * 3_600_000).toUTCString().replace(' GMT', '');
  const minutes = Math.abs(hours) * 60;
  const digits = String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(4, '0');
  return `${shown} ${hours < 0 ? '-' : '+'}${digits}`;
}

function dateOf(record: unknown): number {
  if (typeof record !== 'object' || record === null || !('date_modified' in record)) return Number.NaN;
  return Date.parse(String(record.date_modified));
}
