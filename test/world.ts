// What the simulation takes of the support that it shares with the tests over real HTTP.
export { inWorld, methodsOf, shownBy, yes } from './support/world.ts';
