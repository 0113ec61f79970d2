import { describe, expect, it } from 'vitest';
import { inPlace, type Place, pair, single } from '../support/place.ts';
import { onTerminal, type TerminalRun } from '../support/terminal.ts';
import { shownBy } from '../support/world.ts';

async function onScreen(
  place: Place,
  args: string,
  test: (run: TerminalRun) => Promise<void>,
): Promise<void> {
  const run = onTerminal(args, place.folder, { ...place.stores, CUTOVER_SETTLE_AFTER: '150ms' });
  try {
    await test(run);
  } finally {
    run.kill();
  }
}

const images = 240;

describe('the screen of migrate, at 80 by 24', () => {
  it('asks, shows progress, `?` shows the keys, `q` stops with 130 and says how to go on', async () => {
    // A quota keeps it at work long enough to be looked at.
    await inPlace({ stores: pair(60, images), quota: { requests: 30, windowMs: 1_000 } }, async (place) => {
      await onScreen(place, 'migrate', async (run) => {
        await run.shows(/Write to store target\?/);
        expect(place.target.images()).toEqual([]);
        run.press('y\r');
        await run.shows(/[1-9]\d* of 240/);
        run.press('?');
        await run.shows(/Stop safely: requests in flight are finished/);
        run.press('q');
        const { code, text } = await run.ended;
        expect(code).toBe(130);
        expect(text).toMatch(/cutover migrate/);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      });
      const made = place.target.images().length;
      expect(made).toBeLessThan(images);
      place.target.setQuota({ requests: 100_000 });
      expect((await place.json('migrate --yes')).result).toMatchObject({ exitCode: 0 });
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });

  it('keys change the pace while it goes, and `cutover pace` in another shell goes on from there', async () => {
    await inPlace({ stores: pair(60, images), quota: { requests: 30, windowMs: 1_000 } }, async (place) => {
      await onScreen(place, 'migrate --yes --batch off --quota-share 40%', async (run) => {
        await run.shows(/[1-9]\d* of 240/);
        await run.shows(/share 40 %/);
        run.press('--');
        await run.shows(/share 20 %/);
        await run.shows(/now 20% of the quota, as a key asked/);
        run.press('<');
        await run.shows(/at most 20 requests at once, as a key asked/);
        expect((await place.json('pace --share 50%')).result).toMatchObject({ exitCode: 0, share: 0.5 });
        await run.shows(/share 50 %/);
        run.press('+++++++');
        await run.shows(/share 100 %/);
        expect((await run.ended).code).toBe(0);
      });
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });

  it('keys that arrive together, as from a hand that hurries or a machine that lags, count one by one', async () => {
    await inPlace({ stores: pair(60, images), quota: { requests: 30, windowMs: 1_000 } }, async (place) => {
      await onScreen(place, 'migrate --yes', async (run) => {
        await run.shows(/[1-9]\d* of 240/);
        run.press('?q');
        expect((await run.ended).code).toBe(130);
      });
    });
  });

  it('an answer other than yes writes nothing, and ends with 7', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      await onScreen(place, 'migrate', async (run) => {
        await run.shows(/Write to store target\?/);
        run.press('n\r');
        expect((await run.ended).code).toBe(7);
      });
      expect(place.target.images()).toEqual([]);
    });
  });

  it('mirror asks for the name of the target, and takes no other', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      await onScreen(place, 'migrate --policy mirror', async (run) => {
        await run.shows(/Type the hash of the target store/);
        run.press('source\r');
        expect((await run.ended).code).toBe(7);
      });
      expect(place.target.images()).toEqual([]);
      await onScreen(place, 'migrate --policy mirror', async (run) => {
        await run.shows(/Type the hash of the target store/);
        run.press('target\r');
        expect((await run.ended).code).toBe(0);
      });
      expect(place.target.images()).toHaveLength(40);
    });
  });

  it('Ctrl-C stops it with 130; a second one leaves at once', async () => {
    await inPlace({ stores: pair(60, images), quota: { requests: 30, windowMs: 1_000 } }, async (place) => {
      await onScreen(place, 'migrate --yes', async (run) => {
        await run.shows(/[1-9]\d* of 240/);
        run.press('\u0003');
        expect((await run.ended).code).toBe(130);
      });
      place.target.setFaults({ hang: { next: 1 } });
      await onScreen(place, 'migrate --yes --concurrency 1', async (run) => {
        await run.shows(/1 in flight/);
        run.press('\u0003');
        await run.shows(/[Ss]topping/);
        run.press('\u0003');
        expect((await run.ended).code).toBe(130);
      });
      place.target.setQuota({ requests: 100_000 });
      expect((await place.json('migrate --yes')).result).toMatchObject({
        exitCode: 0,
        failed: 0,
        inDoubt: 0,
      });
      expect(await shownBy(place.target)).toEqual(await shownBy(place.source));
    });
  });

  it.each([
    ['migrate', /Write to store target\? \[y\/N\]/, {}],
    ['migrate --policy mirror', /Type the hash of the target store to go on:/, {}],
    ['audit', /API token of store source \(not shown\):/, { CUTOVER_SOURCE_TOKEN: '' }],
  ])('Ctrl-C at a question of %s ends with 130 and one short line', async (args, question, variables) => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      const run = onTerminal(args, place.folder, { ...place.stores, ...variables });
      try {
        await run.shows(question);
        run.press('\u0003');
        const { code, text } = await run.ended;
        const [before = '', after] = text.split(question);
        expect([code, after?.replace(/^ *(?:\^C)?/, '')]).toEqual([130, '\nStopped; nothing was begun.']);
        expect(before).not.toMatch(question);
      } finally {
        run.kill();
      }
      expect(place.target.images()).toEqual([]);
    });
  });

  it('a comparison that is stopped before it has compared anything shows no noughts', async () => {
    await inPlace({ stores: pair(60, images), quota: { requests: 2, windowMs: 5_000 } }, async (place) => {
      await onScreen(place, 'diff', async (run) => {
        await run.shows(/= 0 the same/);
        run.press('\u0003');
        const { code, text } = await run.ended;
        expect(code).toBe(130);
        expect(text).not.toMatch(/the same {3}|differ {3}/);
      });
    });
  });

  it('to its end: what was done stays on the terminal', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      await onScreen(place, 'migrate --yes', async (run) => {
        const { code, text } = await run.ended;
        expect(code).toBe(0);
        expect(text).toMatch(/40 created, 0 updated, 0 removed/);
        expect(text).toMatch(/cutover verify/);
      });
    });
  });
});

describe('a wait on the screen', () => {
  it('says what it is for, the store or a write without an answer, and goes with it', async () => {
    await inPlace({ stores: pair(12, 40) }, async (place) => {
      place.target.setFaults({ 'reset-before': 1 });
      await onScreen(place, 'migrate --yes', async (run) => {
        await run.shows(/waiting \d+ s for the store(?!’)/);
        place.target.setFaults({ 'reset-before': 0 });
        const { code, text } = await run.ended;
        expect(code).toBe(0);
        expect(text).toMatch(/40 created, 0 updated, 0 removed/);
        expect(text).not.toMatch(/waiting/);
      });
    });
    await inPlace({ stores: pair(1, 3) }, async (place) => {
      place.target.failNext({ method: 'PUT' }, 'reset-after');
      const run = onTerminal('migrate --yes', place.folder, {
        ...place.stores,
        CUTOVER_SETTLE_AFTER: '4s',
      });
      try {
        await run.shows(/waiting \d s for writes without an answer/);
        const { code, text } = await run.ended;
        expect(code).toBe(0);
        expect(text).toMatch(/3 created, 0 updated, 0 removed/);
        expect(place.target.images().length).toBe(3);
      } finally {
        run.kill();
      }
    });
  });
});

describe('the screens of commands that only read', () => {
  it('diff counts products while V2 is read one by one, and what it has compared', async () => {
    await inPlace({ stores: single(60, images), quota: { requests: 20, windowMs: 1_000 } }, async (place) => {
      await onScreen(place, 'diff', async (run) => {
        await run.shows(/[1-9]\d* of 60 products/);
        const { code, text } = await run.ended;
        expect(code).toBe(0);
        expect(text).toMatch(/= 240 the same {3}~ 0 differ/);
        expect(text).toMatch(/240 of 240 images/);
      });
    });
  });

  it('audit counts what it finds, and `q` stops it in one message', async () => {
    await inPlace({ stores: single(60, images) }, async (place) => {
      for (const { id } of place.source.images().slice(0, 9))
        place.source.updateImage(id, { description: '' });
      await onScreen(place, 'audit', async (run) => {
        await run.shows(/[1-9]\d* of 240 images/);
        const { code, text } = await run.ended;
        expect(code).toBe(0);
        expect(text).toMatch(/✗ 0 fatal {3}✗ 0 critical {3}! \d+ warning/);
      });
      place.source.setQuota({ requests: 5, windowMs: 30_000 });
      await onScreen(place, 'diff', async (run) => {
        await run.shows(/waiting .* for the store’s quota/);
        run.press('q');
        const { code, text } = await run.ended;
        expect(code).toBe(130);
        expect(text.match(/[Ss]topp/g)).toHaveLength(2);
        expect(text).toMatch(/Stopped\.\n {2}Nothing is lost\.\n {2}Next: cutover diff$/);
      });
    });
  });
});
