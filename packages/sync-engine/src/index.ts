export { audit } from './audit.ts';
export { diff } from './diff.ts';
export * from './engine.ts';
export type { EngineEvent, Phase } from './events.ts';
export { migrate } from './migrate.ts';
export { repair } from './repair.ts';
export { revert } from './revert.ts';
export { optionsKeyOf } from './runs.ts';
export { verify } from './verify.ts';
