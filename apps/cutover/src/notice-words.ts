// What a notice of the engine says: its own words, or ours where they name an option.
import type { EngineEvent } from '@cutover/sync-engine';

export function noticeWords(notice: Extract<EngineEvent, { type: 'notice' }>): string {
  return notice.code === undefined
    ? notice.message
    : `stopped after ${notice.failures} failures (--stop-after-failures ${notice.most}); nothing new was begun, the same command continues`;
}
