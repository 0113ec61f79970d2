// Opens the screen on a terminal and closes it so that the last frame stays in the scrollback. Everything it touches is
// an argument; signals and exit codes are the caller's, to whom Ctrl-C is handed on (raw mode swallows the signal).
import type { EngineEvent } from '@cutover/sync-engine';
import { render, useWindowSize } from 'ink';
import type { ReactNode } from 'react';
import type { Sink, Source } from '../terminal/io.ts';
import { visible } from '../terminal/visible.ts';
import { Screen, type ScreenProps } from './components/screen.tsx';
import type { PaceKey } from './keymap.ts';
import type { Before } from './screen-state.ts';
import { createScreenStore } from './screen-store.ts';
import type { PaceFacts, PacerPair, ScreenFacts, Standing } from './views/screen-facts.ts';

export interface ScreenOptions {
  readonly command: ScreenFacts['command'];
  /** What the title says before the first event; an event `run` overrides `mode`. */
  readonly facts: Omit<ScreenFacts, 'command'>;
  /** Called once; the function it returns is called by `close`. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Asked for each frame. */
  pacer(): PacerPair;
  /** How fast the run is to go; asked for each frame. */
  pace(): PaceFacts;
  /** How the run stands in the journal; asked for each frame. */
  readonly standing?: (() => Standing) | undefined;
  /** What was done before the screen opened. */
  readonly before?: Before | undefined;
  /** A key asks for another pace. */
  onPace(key: PaceKey): void;
  onPause(): void;
  onResume(): void;
  /** `q`, or Ctrl-C once: stop safely. */
  onStop(): void;
  /** Ctrl-C while stopping: leave at once. */
  onForceStop(): void;
  /** Aborts when the command is stopping for another reason than a key (a signal), so that the screen says so. */
  readonly stopping?: AbortSignal;
  /** The process's own streams; the screen takes stdin into raw mode where it is a terminal. */
  readonly stdout: Sink;
  readonly stdin: Source;
  /** Wall clock in ms. */
  now(): number;
  readonly color: boolean;
}

export interface ShownScreen {
  /** Leaves the last frame as a summary and gives the terminal back. Safe to call twice. */
  close(): Promise<void>;
  /** Gives the terminal back at once, for a process that is about to end. */
  leave(): void;
}

export function showScreen(options: ScreenOptions): ShownScreen {
  const { stopping, facts } = options;
  const stdout = terminalOf(options.stdout);
  const stdin = options.stdin;
  const store = createScreenStore({
    now: () => options.now(),
    pacer: () => options.pacer(),
    pace: () => options.pace(),
    ...(options.standing === undefined ? {} : { standing: options.standing }),
    before: options.before,
    every: tick,
  });
  const unsubscribe = options.subscribe((event) => store.onEvent(event));
  const onStopping = () => store.setWish('stopping');
  stopping?.addEventListener('abort', onStopping, { once: true });
  if (stopping?.aborted === true) onStopping();

  const instance = render(
    <SizedScreen
      store={store}
      facts={{
        ...facts,
        command: options.command,
        source: visible(facts.source),
        target: visible(facts.target),
      }}
      color={options.color}
      hasKeys={stdin.isTTY ?? false}
      onPace={(key) => options.onPace(key)}
      onPause={() => options.onPause()}
      onResume={() => options.onResume()}
      onStop={() => options.onStop()}
      onForceStop={() => options.onForceStop()}
    />,
    { stdout, stdin, exitOnCtrlC: false, patchConsole: false, incrementalRendering: true, interactive: true },
  );

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    stopping?.removeEventListener('abort', onStopping);
    unsubscribe();
    store.end();
    await instance.waitUntilRenderFlush();
    instance.unmount();
    await instance.waitUntilExit();
  }
  return {
    close: () => (closed ??= close()),
    leave() {
      if (closed !== undefined) return;
      store.end();
      instance.unmount();
    },
  };
}

function SizedScreen(props: Omit<ScreenProps, 'size'>): ReactNode {
  const { columns, rows } = useWindowSize();
  // A terminal that does not know its size says 0.
  return <Screen {...props} size={{ columns: columns || 80, rows: rows || 24 }} />;
}

/** A sink that is a terminal is a WriteStream of node:tty: it can be drawn on, and it knows its colours. */
function terminalOf(sink: Sink): NodeJS.WriteStream {
  if (!isTerminal(sink)) throw new TypeError('the screen needs a terminal on stdout');
  return sink;
}

function isTerminal(sink: object): sink is NodeJS.WriteStream {
  return 'hasColors' in sink && typeof sink.hasColors === 'function' && 'off' in sink;
}

function tick(intervalMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
