// The rows of the commands that look after what a migration left: its plan, its doubts and failures, its journal, its
// locks. A part of the table of commands, which gives it the options that all commands share.

import type { CommandRow } from '../command-line/command-row.ts';
import type { OptionKey } from '../command-line/option-table.ts';

/** @param everywhere the options that every command has; @param running those of the commands of a run. */
export const upkeepTable = (everywhere: readonly OptionKey[], running: readonly OptionKey[]) =>
  ({
    'plan show': {
      summary: 'what the plan would change, product by product',
      about: [
        'Shows the newest plan of these stores (or the plan that --run made or carries out): for each product what is created (+), updated (~) and removed (-), and the fields that are sent. With --json, one action line each. Reads the journal only.',
      ],
      options: ['journal', 'run', 'source', 'target', ...everywhere],
      examples: [
        ['cutover plan show', 'before you say yes'],
        ['cutover plan show --run ID --json', 'for a script: action lines with what is wanted'],
      ],
      exitCodes: [0, 2, 7, 9, 130],
      readsOnly: true,
    },
    repair: {
      summary: 'do again what a verify found wrong, and verify it',
      about: [
        'Takes the newest verify of these stores (or the one that --run names), reads the products that it complained of afresh, and does again only what it found wrong and is still wrong: fields, missing images, wrong pictures. A wrong picture is made anew first; then the superseded one is removed, its bytes kept beside the journal. Then it verifies those products at the level of that verify.',
        'It asks before the first write and is resumed as migrate is. Where somebody has edited the target, the source is preferred unless --prefer says otherwise.',
      ],
      options: ['dryRun', 'stopAfterFailures', ...running],
      examples: [
        ['cutover repair --source abc123 --target def456', 'after a verify that ended with 3'],
        [
          'cutover repair --source abc123 --target def456 --run ID --yes --json',
          'what one verify found, in a script',
        ],
      ],
      exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
      readsOnly: false,
    },
    revert: {
      summary: 'take back what a run has written',
      about: [
        'Removes the images that a migrate, repair or revert run has made, restores the fields it changed, and puts back the pictures it removed, byte for byte, from the archive beside the journal. What somebody has changed since is left alone and listed. An interrupted run that is taken back is over: it cannot be continued any more.',
        'It removes images, so it asks for the hash of the target store. With an image goes what a channel or a locale says of it in its own words. Pictures put back are new images with new ids. Images of variants are never touched: V3 has no call that removes one.',
      ],
      operands: '[RUN]',
      options: ['dryRun', 'stopAfterFailures', ...running.filter((key) => key !== 'run')],
      idle: ['products', 'match', 'policy', 'prefer', 'transfer', 'sourceVia', 'sourceOriginals'],
      examples: [
        ['cutover revert RUN --source abc123 --target def456 --dry-run', 'what it would take back'],
        ['cutover revert RUN --source abc123 --target def456', 'do it, after the hash was typed'],
        ['cutover revert RUN --yes --confirm def456 --json', 'for a script; stores from the environment'],
      ],
      exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
      readsOnly: false,
    },
    settle: {
      summary: 'say what became of a write that cannot be told',
      about: [
        'Without an action it lists what is in doubt, with the images that could be its effect. With one it takes your word: --applied ID, it was done and this is its image (the target store is asked whether that can be); --retry, it was not done; --skip, leave it. Nothing is written to a store.',
        'What is started and not blocked needs nobody: the same migrate settles it by looking.',
      ],
      operands: '[ACTION]',
      options: [
        'applied',
        'retry',
        'skip',
        'journal',
        'source',
        'sourceTokenFile',
        'sourceApi',
        'target',
        'targetTokenFile',
        'targetApi',
        ...everywhere,
      ],
      examples: [
        ['cutover settle', 'what is in doubt'],
        ['cutover settle ACTION --applied 4711', 'image 4711 is what it made'],
        ['cutover settle ACTION --retry', 'it never arrived; the command that sent it sends it again'],
      ],
      exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
      readsOnly: false,
    },
    retry: {
      summary: 'take up again what failed',
      about: [
        'Takes the failed changes of the newest finished migration (or of --run) up again, all or those of one --reason, and carries them out at once in a new migration with the same plan. It asks before the first write and is resumed as migrate is.',
      ],
      options: ['failed', 'reason', 'stopAfterFailures', ...running.filter((key) => key !== 'new')],
      examples: [
        ['cutover retry --failed --source abc123 --target def456', 'everything that failed'],
        [
          'cutover retry --failed --reason 422 --source abc123 --target def456 --yes',
          'what the store refused with 422',
        ],
      ],
      exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
      readsOnly: false,
    },
    'journal check': {
      summary: 'whether the journal can be trusted',
      about: [
        'Checks the pages of the file, the rows against each other, and the note beside the journal that tells whether rows are gone which nothing else misses. Reads only, also while a run is under way.',
      ],
      options: ['journal', ...everywhere],
      examples: [['cutover journal check --journal cutover.db', 'exit code 0: it can be trusted']],
      exitCodes: [0, 2, 9, 130],
      readsOnly: true,
    },
    'journal backup': {
      summary: 'copy the journal, also while a run is under way',
      about: [
        'Copies one moment of the journal to FILE, checks the copy, and overwrites nothing. A copy that is put in the place of the journal does not know what came after it; the next command looks at each product before it writes to it.',
        'Pictures that were kept before a removal lie in the folder beside the journal (cutover.db.pictures); copy it too.',
      ],
      operands: 'FILE',
      options: ['journal', ...everywhere],
      examples: [['cutover journal backup before-the-big-day.db', 'a copy to keep']],
      exitCodes: [0, 2, 9, 130],
      readsOnly: false,
    },
    unlock: {
      summary: 'who holds the locks; clears what the dead left',
      about: [
        'Tells who owns the lock of the journal and of the target store (of every target store, if none is named). A lock dies with its owner, so there is nothing to force: an owner that lives is named and left alone, and the note of a dead one is cleared.',
      ],
      options: ['journal', 'source', 'sourceApi', 'target', 'targetApi', ...everywhere],
      examples: [['cutover unlock', 'this folder’s journal, and every target store of this machine']],
      exitCodes: [0, 2, 6, 9, 130],
      readsOnly: false,
    },
  }) as const satisfies Readonly<Record<string, CommandRow>>;
