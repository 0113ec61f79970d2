// Engines that are wrong on purpose about a request with several creates; see planted-bugs.ts.
import type { ActionOutcome } from '@cutover/journal';
import type { CreateAnswer, SeveralCreates } from '@cutover/sync-engine';
import { isStoreError, StoreError } from '@cutover/v3-client';
import type { Asking } from '../support/commands.ts';
import { blindTo, type PlantedBug, withJournal } from './planted-bugs.ts';

type Create = SeveralCreates['create'];

const withSeveral = (engine: Asking, change: (create: Create) => Create): Asking => {
  const { several } = engine.target;
  if (several === undefined) throw new Error('no such door');
  return { ...engine, target: { ...engine.target, several: { ...several, create: change(several.create) } } };
};

/** What a client says of a request that has certainly not left; of any other it is a lie. */
export const nothingWasDone = (): StoreError =>
  new StoreError('planted', { class: 'not-sent', next: 'retry', method: 'POST', path: '', attempt: 1 });

const withRecord = (
  engine: Asking,
  change: (outcomes: readonly ActionOutcome[]) => readonly ActionOutcome[],
) =>
  withJournal(engine, (journal) => ({
    record: async (outcomes) => await journal.record(change(outcomes)),
  }));

const isFound = (outcome: ActionOutcome) => outcome.is === 'applied' && outcome.how === 'found';

export const severalBugs: Readonly<Record<string, PlantedBug>> = {
  'the intents are written after the request': {
    change: (engine) =>
      withSeveral(engine, (create) => async (product, creates, { beforeSend }) => {
        try {
          return await create(product, creates, { beforeSend: async () => await Promise.resolve() });
        } finally {
          await beforeSend();
        }
      }),
  },
  'only the first intent is written before the request': {
    change: (engine) =>
      withJournal(engine, (journal) => {
        const late: Parameters<typeof journal.start>[0][number][] = [];
        return {
          async start(intents, after) {
            late.push(...intents.slice(1));
            return await journal.start(intents.slice(0, 1), after);
          },
          async record(outcomes) {
            await journal.start(late.splice(0));
            return await journal.record(outcomes);
          },
        };
      }),
  },
  'two creates claim one image': {
    change: (engine) =>
      withRecord(engine, (outcomes) => {
        const first = outcomes.find(isFound);
        return outcomes.map((one) =>
          isFound(one) && first !== undefined ? { ...first, action: one.action } : one,
        );
      }),
  },
  'of creates that are alike the last one sent is told first': {
    change: (engine) =>
      withJournal(engine, (journal) => ({
        openAttempt(action) {
          const open = journal.openAttempt(action);
          return open === undefined ? undefined : { ...open, attempt: -open.attempt };
        },
      })),
  },
  'of images with one name and text any is taken, whatever it shows': { change: blindTo },
  'what one create is answered goes for all': {
    change: (engine) =>
      withSeveral(engine, (create) => async (product, creates, options) => {
        const answers = await create(product, creates, options);
        const error = answers.find((one): one is Extract<CreateAnswer, { error: unknown }> => 'error' in one);
        return error === undefined ? answers : answers.map(() => error);
      }),
  },
  'a request without an answer is one without an effect': {
    change: (engine) =>
      withSeveral(engine, (create) => async (product, creates, options) => {
        try {
          return await create(product, creates, options);
        } catch (error) {
          throw isStoreError(error) ? error : nothingWasDone();
        }
      }),
  },
  'what is not told of several was not done': {
    change: (engine) =>
      withSeveral(
        engine,
        (create) => async (product, creates, options) =>
          (await create(product, creates, options)).map((one) =>
            'image' in one || isStoreError(one.error) ? one : { error: nothingWasDone() },
          ),
      ),
  },
  'answers are taken in the order in which images were made': {
    change: (engine) =>
      withSeveral(engine, (create) => async (product, creates, options) => {
        const answers = await create(product, creates, options);
        const made = answers
          .filter((one): one is Extract<CreateAnswer, { image: unknown }> => 'image' in one)
          .toSorted((a, b) => a.image.id - b.image.id);
        return answers.map((one) => ('image' in one ? (made.shift() ?? one) : one));
      }),
  },
  'nobody waits until a late effect must have come': {
    change: (engine) => ({ ...engine, settings: { ...engine.settings, settleAfterMs: 0 } }),
  },
  'images of other actions may be claimed': {
    change: (engine) => withJournal(engine, () => ({ claimed: () => new Set() })),
  },
};
