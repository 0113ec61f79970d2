// What can be known of a journal without a database: for what must not wait for one, such as a help. Nothing that it
// loads comes from elsewhere.
export * from './action-counts.ts';
export * from './later-look.ts';
export * from './picture-kinds.ts';
export * from './run-commands.ts';
export * from './same-images.ts';
export * from './slot.ts';
