// Puts the reporters together: results on stdout as text or as JSON Lines, words on stderr in both cases, everything in
// the log file if there is one.

import type { EngineEvent, Wait } from '@cutover/sync-engine';
import { reportCommand } from '../command-line/report-command.ts';
import { noticeWords } from '../sayings/notice-words.ts';
import type { Output } from '../terminal/output.ts';
import type { Palette } from '../terminal/palette.ts';
import { counted, duration, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { createJsonLines } from './json-reporter.ts';
import { createMovedProducts } from './moved-products.ts';
import { problemText, withSpelled } from './problem-text.ts';
import { createProgressText } from './progress-text.ts';
import type { Outcome, Reporter } from './reporter.ts';

/** On a terminal, more findings than a screen or two are a wall: the rest is counted and the report named. */
const findingsOnTerminal = 40;
/** A products file may name thousands in vain; beyond so many they are counted, so that they do not bury what differs. */
const namedInVainMax = 3;
/** Shorter waits for a store show in the progress only; of a short outage none would be long enough. */
const outageNoteworthyMs = (waitedOutMs: number): number => Math.min(5_000, Math.max(500, waitedOutMs / 10));

export interface ReporterOptions {
  readonly out: Output;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Is stdout a terminal? Then long lists are cut. */
  readonly onTerminal: boolean;
  /** Columns of stdout; default: as many as a line needs. */
  readonly columns?: number | undefined;
  readonly stdoutPalette: Palette;
  readonly stderrPalette: Palette;
  readonly log: ((line: string) => void) | undefined;
  /** How long an outage is waited out. */
  readonly waitedOutMs: number;
  readonly now: () => number;
  readonly every: (ms: number, tick: () => void) => () => void;
  /** A text with its commands as they can be pasted; what goes out as words is spelled on its way. */
  readonly spell: (text: string) => string;
}

export function createReporter(options: ReporterOptions): Reporter {
  const { out, json, stdoutPalette } = options;
  const lines = json ? createJsonLines(out.data, options.now) : undefined;
  const log = options.log === undefined ? undefined : createJsonLines(options.log, options.now);
  const progress = createProgressText(out, options.now, options.every);
  const movedProducts = createMovedProducts();
  let findings = 0;
  let namedInVain = 0;
  /** Of the run that is under way: a repair may be several, one below the other. */
  let hasHeading = false;
  let run: string | undefined;
  let command: string | undefined;
  let mode: 'parity' | 'transfer' | undefined;
  /** The look of a repair at what it has done, which finds again what it has left. */
  let isAfterwards = false;

  /** Of findings and actions, for people. What measures names takes its time to load, so it is there where an engine is. */
  let words: typeof import('./finding-text.ts') | undefined;
  const tellFinding = (event: EngineEvent & { type: 'finding' }): void => {
    if (words === undefined) return;
    // What a migration finds is in its plan, and an audit is told by rule at its end; --verbose has them line by line.
    const isToldElsewhere = event.sign === '=' || command === 'migrate' || command === 'audit';
    if (isToldElsewhere && !options.verbose) return;
    if (isNamedInVain(event)) {
      namedInVain += 1;
      if (!options.verbose && namedInVain > namedInVainMax) return;
    }
    findings += 1;
    if (options.onTerminal && !options.verbose && findings > findingsOnTerminal) return;
    const isGraded = command === 'audit';
    if (!hasHeading && !isGraded) out.line(stdoutPalette.dim(words.findingHeading(mode, isAfterwards)));
    hasHeading = true;
    for (const line of words.findingText(event, stdoutPalette, options.columns, isGraded)) out.line(line);
  };
  const noteworthyMs = outageNoteworthyMs(options.waitedOutMs);
  let outageToldUntil = Number.NEGATIVE_INFINITY;
  /** Several requests wait at once; one line says when the next try is, and another comes no earlier. */
  const tellOutage = ({ waitsFor, ms = 0, why, store }: Wait): void => {
    if (waitsFor !== 'store' || ms < noteworthyMs || options.now() < outageToldUntil) return;
    outageToldUntil = options.now() + ms;
    const at = new Date(outageToldUntil).toISOString().slice(11, 19);
    const what = why === undefined ? '' : `: ${visible(why)}`;
    out.say(
      `Store ${store ?? ''} does not answer as it should${what}. Next try in ${duration(ms)}, at ${at} UTC.`,
    );
  };
  const tell = (event: EngineEvent): void => {
    switch (event.type) {
      case 'run':
        isAfterwards = event.command === 'verify' && command === 'repair';
        ({ run, command, mode } = event);
        hasHeading = false;
        out.say(`${event.resumed ? 'Continuing run' : 'Run'} ${event.run}: ${event.command}, ${event.mode}`);
        break;
      case 'finding':
        tellFinding(event);
        break;
      case 'action':
        if (
          words !== undefined &&
          (options.verbose || event.status === 'failed' || event.status === 'blocked')
        )
          out.line(words.actionText(event, stdoutPalette));
        break;
      case 'progress':
        progress.show(event);
        break;
      case 'wait':
        progress.wait(event);
        tellOutage(event);
        break;
      case 'notice':
        if (event.code === 'product-moved') movedProducts.add(event);
        if (event.code !== 'product-moved' || options.verbose) out.say(visible(noticeWords(event)));
        break;
    }
  };

  return {
    async listen() {
      words = json ? undefined : await import('./finding-text.ts');
      return (event) => {
        lines?.event(event);
        log?.event(event);
        tell(event);
      };
    },
    line(type, fields, text) {
      if (lines !== undefined) lines.line(type, fields);
      else for (const one of typeof text === 'string' ? [text] : text) out.line(one);
    },
    finish(command, outcome, requests) {
      const hidden = options.onTerminal && !options.verbose && !json ? findings - findingsOnTerminal : 0;
      if (hidden > 0) out.line(`… and ${number(hidden)} more: \`${reportCommand(run)}\``);
      const unlisted = options.verbose || json ? 0 : namedInVain - namedInVainMax;
      if (unlisted > 0)
        out.line(`… and ${counted(unlisted, 'more line')} of the products file; --verbose lists each`);
      const moved = movedProducts.words(options.verbose, run);
      if (moved !== undefined) out.say(moved);
      if (!json) for (const line of outcome.summary ?? []) out.line(line);
      for (const line of outcome.remarks ?? []) (json ? out.say : out.line)(line);
      tellEnd(out, outcome, options.stderrPalette);
      const { problem } = outcome;
      const spelled =
        problem === undefined ? outcome : { ...outcome, problem: withSpelled(problem, options.spell) };
      log?.finish(command, spelled, requests);
      lines?.finish(command, spelled, requests);
    },
    close() {
      progress.close();
    },
  };
}

/** Only what a products file asks for and the source does not have is unmatched and of no product of either side. */
const isNamedInVain = ({ rule, source, target }: EngineEvent & { type: 'finding' }): boolean =>
  rule === 'product-unmatched' && source === undefined && target === undefined;

function tellEnd(out: Output, outcome: Outcome, palette: Palette): void {
  if (outcome.problem !== undefined) for (const line of problemText(outcome.problem, palette)) out.warn(line);
  else if (outcome.next !== undefined) out.say(`${palette.dim('Next:')} ${outcome.next}`);
}
