// `migrate`: the plan carried out, or what that would cost.
import { running } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';

export const migrate: Command = {
  name: 'migrate',
  summary: 'carry out the plan, resumably',
  about: [
    'Carries out the plan of the newest diff of these stores and options, or makes one. It asks before the first write, and the same command continues what was interrupted. Every write is written down before it is sent and again when it is answered, so nothing is made twice and nothing is lost.',
    'A picture that was replaced on the source is uploaded first, then the old one is removed, its bytes kept beside the journal; nothing else is removed under --policy copy. What somebody has edited on the target since then is left alone unless --prefer says otherwise.',
    'Ctrl-C once: requests in flight are finished and recorded, and the command that continues is printed. Twice: it ends at once, which is safe too.',
  ],
  options: ['dryRun', 'stopAfterFailures', ...running],
  examples: [
    ['cutover migrate --source abc123 --target def456 --dry-run', 'what it would do and cost'],
    ['cutover migrate --source abc123 --target def456', 'ask, then do it'],
    ['cutover migrate --source abc123 --target def456 --yes --max-changes 500 --json', 'for a script'],
    [
      'cutover migrate --source abc123 --target def456 --policy mirror',
      'also remove what only the target has',
    ],
  ],
  exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
  readsOnly: false,
  async run(context) {
    const { dryRun } = context.options;
    const [{ askAndMigrate }, { refuseWrongConfirm }, { withEngine }] = await Promise.all([
      import('../writing/ask-and-migrate.ts'),
      import('../writing/consent.ts'),
      import('../wiring/with-engine.ts'),
    ]);
    if (!dryRun) refuseWrongConfirm(context);
    return withEngine(context, !dryRun, (work) => askAndMigrate(context, work));
  },
};
