export { type ScreenOptions, type ShownScreen, showScreen } from './show-screen.tsx';
export type { PacerFacts, PacerPair, ScreenFacts } from './views/screen-facts.ts';
