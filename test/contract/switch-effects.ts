// For every switch of the sandbox: what a client is told under each of its values. A switch that changes nothing here
// would be one that no test runs against, so each row must tell its values apart.
import type { Switches, SwitchName } from '@cutover/sandbox-store';
import { pictureEffects } from './picture-effects.ts';
import { ruleEffects } from './rule-effects.ts';
import { sandboxEffects } from './sandbox-effects.ts';
import type { SwitchEffect } from './switch-effect.ts';
import { v2Effects } from './v2-effects.ts';
import { v3Effects } from './v3-effects.ts';

export const switchEffects: Readonly<Record<SwitchName, SwitchEffect>> = {
  ...v2Effects,
  ...v3Effects,
  ...ruleEffects,
  ...pictureEffects,
  ...sandboxEffects,
};

/** Which switches stand so that their probe can show a difference that another switch would hide. */
export const switchesBeside: Partial<Record<SwitchName, Partial<Switches>>> = {
  'sort-bump-dates': { 'sort-on-update': 'bump' },
};
