export { audit } from './commands/audit.ts';
export { diff } from './commands/diff.ts';
export { migrate } from './commands/migrate.ts';
export { repair } from './commands/repair.ts';
export { revert } from './commands/revert.ts';
export { verify } from './commands/verify.ts';
export * from './engine.ts';
export type { EngineEvent, Phase } from './events.ts';
export { optionsKeyOf } from './runs/runs.ts';
