export type { PaceKey } from './keymap.ts';
export type { Before } from './screen-state.ts';
export { type ScreenOptions, type ShownScreen, showScreen } from './show-screen.tsx';
export type { PaceFacts, PacerFacts, PacerPair, ScreenFacts, Standing } from './views/screen-facts.ts';
