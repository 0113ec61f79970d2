// The screen: reads the store, listens to the keys, and lets the view models say what is on which row.
import { useInput } from 'ink';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { commandOf, type PaceKey } from '../keymap.ts';
import type { ScreenStore } from '../screen-store.ts';
import type { ScreenFacts } from '../views/screen-facts.ts';
import { endView, frameView, type Size } from '../views/screen-view.ts';
import { Frame } from './frame.tsx';

export interface ScreenProps {
  readonly store: ScreenStore;
  readonly facts: ScreenFacts;
  readonly size: Size;
  readonly color: boolean;
  /** False when input is not a terminal, so that there are no keys. */
  readonly hasKeys: boolean;
  readonly onPace: (key: PaceKey) => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onStop: () => void;
  readonly onForceStop: () => void;
}

export function Screen(props: ScreenProps): ReactNode {
  const { store, facts, size, color, hasKeys } = props;
  const { state, moment, ended } = useSyncExternalStore(store.subscribe, store.snapshot);
  const [showHelp, setShowHelp] = useState(false);

  function stop(): void {
    store.setWish('stopping');
    props.onStop();
  }
  function press(command: ReturnType<typeof commandOf>): void {
    // Read at the press: two presses may come before the next frame.
    const { wish } = store.snapshot().moment;
    switch (command) {
      case 'pause':
        if (wish === 'stopping') return;
        store.setWish(wish === 'paused' ? 'running' : 'paused');
        if (wish === 'paused') props.onResume();
        else props.onPause();
        return;
      case 'stop':
        if (wish !== 'stopping') stop();
        return;
      case 'interrupt':
        if (wish === 'stopping') props.onForceStop();
        else stop();
        return;
      case 'more-quota':
      case 'less-quota':
      case 'more-at-once':
      case 'fewer-at-once':
        if (wish === 'stopping') return;
        props.onPace(command);
        store.show();
        return;
      case 'help':
        setShowHelp((shown) => !shown);
        return;
      case 'close-help':
        setShowHelp(false);
        return;
      case undefined:
    }
  }
  useInput(
    (input, key) => {
      // Keys that were pressed while the machine was busy arrive together.
      const presses = input.length > 1 ? Array.from(input) : [input];
      for (const one of presses) press(commandOf(one, key));
    },
    { isActive: hasKeys && !ended },
  );

  const rows = ended
    ? endView(state, facts, moment, size)
    : frameView(state, facts, moment, size, { showHelp, hasKeys });
  return <Frame rows={rows} color={color} />;
}
