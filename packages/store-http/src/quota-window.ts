// The store's rate-limit window as far as answers let us know it, and how much of it we may take now.
// Invariant: we never count on a request that an answer in flight, another app or our own share may already have
// taken: allowed = lowest Left seen − in flight − reserve, and never more than our share of the quota.
// The window's end is known only between [sent + reset, received + reset] of each answer; these bounds are
// intersected, so no two clocks need to agree. It must not know what is requested.
import type { QuotaReading } from './rate-headers.ts';

type Verdict =
  | { readonly go: true }
  | { readonly go: false; readonly waitMs: number; readonly held: boolean };

export interface QuotaWindow {
  /** May a request leave at `nowMs`? `held` means that the quota is used up, not that sends are merely spread. */
  verdict(nowMs: number): Verdict;
  sent(nowMs: number): void;
  /** An answer came (or did not, with `reading` undefined). `counted` false: the request certainly never arrived. */
  answered(sentMs: number, nowMs: number, reading: QuotaReading | undefined, counted: boolean): void;
  /**
   * The store refused for want of quota: nothing is left, and the next request goes alone. Of the window before nothing follows
   * for this one: a refusal may be on its way while a new one begins.
   */
  exhausted(sentMs: number, nowMs: number, reading: QuotaReading | undefined): void;
  inFlight(): number;
  known(nowMs: number): { quota: number; left: number; resetMs: number; windowMs: number } | undefined;
}

// What others are expected to take before anything was seen of them.
const othersPriorShare = 0.05;
// How long a lone first request may stay unanswered before another one is tried.
const probePatienceMs = 1000;
// So many answers without figures in a row, and the quota counts as not known any more: some stores tell it on refusals alone.
const silentAnswersMax = 20;
// Below it others take so little between two answers that a single request of theirs is more than was foreseen.
const smallQuota = 50;
const go: Verdict = { go: true };

/** @param quotaShare how much of the quota is ours, 0 to 1; asked each time. */
export function createQuotaWindow(quotaShare: () => number): QuotaWindow {
  let inFlight = 0;
  let quota = 0; // 0: the store has not told
  let windowMs = 0;
  let endFirstMs = 0;
  let endLastMs = 0;
  let leftMin = 0;
  let ours = 0;
  /** Sent in this window, and in the one before as far as the store has told nothing of that: they may share a window. */
  let untold = 0;
  let sentHere = 0;
  let confirmed = false;
  let heard = false;
  let silentAnswers = 0;
  let readingMs = 0;
  let othersPerMs = 0;
  let othersBefore = 0;
  let spreadUntilMs = 0;
  let probes = 0;
  let probesMax = 1;
  let probeMs = Number.NEGATIVE_INFINITY;
  let openedMs = Number.NEGATIVE_INFINITY;

  const slackMs = () => Math.min(25, windowMs / 100);

  function roll(nowMs: number): void {
    if (quota === 0 || nowMs < endLastMs + slackMs()) return;
    // The phase outlives the window on stores whose windows follow each other; where it does not, the probe tells.
    const windows = Math.max(1, Math.ceil((nowMs - slackMs() - endLastMs) / windowMs));
    endFirstMs += windows * windowMs;
    endLastMs += windows * windowMs;
    // Where windows follow each other without a pause, a few may go ahead of the first answer.
    probesMax = confirmed && windows === 1 ? Math.max(1, Math.floor(share() / 20)) : 1;
    untold = confirmed || windows > 1 ? 0 : sentHere;
    sentHere = 0;
    open(nowMs);
  }

  function open(nowMs: number): void {
    leftMin = quota;
    // Those under way may arrive in the window before or in this one; a late answer will tell.
    ours = inFlight;
    confirmed = false;
    probes = 0;
    probeMs = Number.NEGATIVE_INFINITY;
    othersBefore = othersPerMs;
    readingMs = nowMs;
    spreadUntilMs = nowMs;
    openedMs = nowMs;
  }

  function probe(nowMs: number): Verdict {
    if (probes < probesMax) return go;
    const waitMs = probeMs + probePatienceMs - nowMs;
    return waitMs <= 0 ? go : { go: false, waitMs, held: false };
  }

  /**
   * What others will take of what is left of the window. Who takes more than all others together makes room for them to take
   * twice as much, up to the same as itself: of two processes that each leave the other what it takes, the one that came
   * first would keep nearly all. What they do not take comes back as the window runs out.
   */
  function expectedPerMs(nowMs: number): number {
    const oursPerMs = ours / Math.max(1, elapsedMs(nowMs));
    return oursPerMs > othersPerMs ? Math.min(2 * othersPerMs, (othersPerMs + oursPerMs) / 2) : othersPerMs;
  }

  const elapsedMs = (nowMs: number) => Math.min(windowMs, Math.max(1, nowMs - (endLastMs - windowMs)));

  /**
   * What others may have taken since the store last told, at the worst. Processes like this one come in bursts; where most of
   * the window is ours they are the shop's own apps, which come one by one.
   */
  function unseenAtWorst(nowMs: number): number {
    const unseen = othersPerMs * Math.max(0, nowMs - readingMs);
    const isMostOurs = quota >= smallQuota && ours > 2 * othersPerMs * elapsedMs(nowMs);
    return unseen + (isMostOurs ? 2.5 * Math.sqrt(unseen) : 3 * Math.sqrt(unseen) + 1);
  }

  function allowed(nowMs: number): number {
    const ahead = expectedPerMs(nowMs) * Math.max(0, endLastMs - nowMs);
    const reserve = Math.max(ahead + 1.5 * Math.sqrt(ahead), unseenAtWorst(nowMs));
    return Math.min(leftMin - inFlight - Math.min(reserve, quota / 2), share() - ours);
  }

  const share = () => Math.max(1, Math.floor(quota * quotaShare()));

  // The last requests should still arrive in this window, so the spread ends a little before it does.
  const spreadMs = (nowMs: number) => Math.max(0, endFirstMs - Math.min(600, windowMs / 10) - nowMs);
  const gapMs = (nowMs: number, count: number) => spreadMs(nowMs) / Math.max(1, count);

  function place(sentMs: number, nowMs: number, reading: QuotaReading): 'stale' | 'same' | 'other' {
    const first = sentMs + reading.resetMs;
    const last = nowMs + reading.resetMs;
    if (quota === 0 || windowMs !== reading.windowMs) return 'other';
    const toleranceMs = Math.min(250, windowMs / 20);
    const same = first <= endLastMs + toleranceMs && last >= endFirstMs - toleranceMs;
    if (first <= endLastMs - windowMs + toleranceMs && !(same && sentMs >= openedMs)) return 'stale';
    return same ? 'same' : 'other';
  }

  function learn(sentMs: number, nowMs: number, reading: QuotaReading): void {
    const where = place(sentMs, nowMs, reading);
    // Sent before this window opened and speaking of the one before: all that it tells is that it was counted there.
    if (where === 'stale') {
      if (sentMs < openedMs) ours = Math.max(0, ours - 1);
      return;
    }
    const first = sentMs + reading.resetMs;
    const last = nowMs + reading.resetMs;
    if (where === 'other') {
      const fresh = quota === 0;
      if (fresh) othersPerMs = othersBefore = (othersPriorShare * reading.quota) / reading.windowMs;
      if (confirmed || fresh) {
        ours = inFlight + 1;
        spreadUntilMs = nowMs;
      }
      endFirstMs = first;
      endLastMs = last;
      leftMin = reading.left;
    } else {
      endFirstMs = Math.max(endFirstMs, first);
      endLastMs = Math.min(endLastMs, last);
      if (endFirstMs > endLastMs) [endFirstMs, endLastMs] = [first, last];
      leftMin = confirmed && reading.quota === quota ? Math.min(leftMin, reading.left) : reading.left;
    }
    quota = reading.quota;
    windowMs = reading.windowMs;
    readingMs = Math.max(readingMs, sentMs);
    confirmed = true;
    estimateOthers(nowMs, reading);
  }

  function estimateOthers(nowMs: number, reading: QuotaReading): void {
    const priorMs = windowMs / 4;
    // Some of ours in flight are counted in this reading and some are not.
    const taken = Math.max(0, reading.quota - reading.left - Math.max(1, ours - inFlight / 2));
    othersPerMs = Math.min(quota / windowMs, (othersBefore * priorMs + taken) / (priorMs + elapsedMs(nowMs)));
  }

  return {
    verdict(nowMs) {
      if (!heard) return probe(nowMs);
      if (quota === 0) return go;
      roll(nowMs);
      // Answers that tell nothing, one after another, are no leave to send more than it last told.
      if (!confirmed && untold >= share())
        return { go: false, waitMs: Math.max(1, endLastMs + slackMs() - nowMs), held: true };
      if (!confirmed) return probe(nowMs);
      const count = allowed(nowMs);
      if (count < 1) {
        const endMs = Math.max(1, endLastMs + slackMs() - nowMs);
        // What is reserved for others shrinks as the window runs out: look again soon, and sooner the less is left of it,
        // unless our share is spent.
        const soonMs = Math.min(endMs, windowMs / 40, Math.max(25, endMs / 4));
        const waitMs = share() - ours < 1 || leftMin - inFlight < 1 ? endMs : soonMs;
        return { go: false, waitMs, held: true };
      }
      // An even spread, of which we may run ahead by a tenth: a generous quota then never slows a fast store.
      const aheadMs = Math.max(2 * gapMs(nowMs, count), spreadMs(nowMs) / 10);
      const waitMs = spreadUntilMs - nowMs - aheadMs;
      return waitMs <= 0 ? go : { go: false, waitMs, held: false };
    },
    sent(nowMs) {
      if (quota > 0 && confirmed)
        spreadUntilMs = Math.max(spreadUntilMs, nowMs) + gapMs(nowMs, allowed(nowMs));
      inFlight += 1;
      ours += 1;
      untold += 1;
      sentHere += 1;
      if (!confirmed) {
        probes += 1;
        probeMs = nowMs;
      }
    },
    answered(sentMs, nowMs, reading, counted) {
      inFlight -= 1;
      heard ||= counted;
      roll(nowMs);
      if (!confirmed && sentMs >= openedMs) probes = Math.max(0, probes - 1);
      if (reading !== undefined) {
        silentAnswers = 0;
        learn(sentMs, nowMs, reading);
        return;
      }
      if (!counted) {
        if (sentMs >= openedMs) {
          ours = Math.max(0, ours - 1);
          untold = Math.max(0, untold - 1);
          sentHere = Math.max(0, sentHere - 1);
        }
        return;
      }
      // It may have been counted though nobody says so.
      leftMin -= 1;
      silentAnswers += 1;
      if (silentAnswers >= silentAnswersMax) quota = 0;
    },
    exhausted(sentMs, nowMs, reading) {
      // Who refuses and says that something is left is believed in nothing.
      const isOfBefore = reading?.left === 0 && place(sentMs, nowMs, reading) === 'stale';
      if (!isOfBefore) leftMin = 0;
    },
    inFlight: () => inFlight,
    known(nowMs) {
      if (quota === 0) return undefined;
      roll(nowMs);
      const resetMs = Math.max(0, Math.round(endLastMs - nowMs));
      return { quota, left: Math.max(0, leftMin), resetMs, windowMs };
    },
  };
}
