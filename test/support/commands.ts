// The engine's commands as tests give them: one flat bag of settings, of which most stand at their defaults, beside the
// engine, and only what the test is about besides. Each request is made of the parts of it that the command takes.

import type {
  Approval,
  AuditRequest,
  AuditResult,
  Consent,
  Decisions,
  DiffResult,
  Engine,
  Means,
  MigrateRequest,
  MigrateResult,
  Patience,
  RepairResult,
  RevertRequest,
  RevertResult,
  Sampled,
  Selection,
  VerifyRequest,
  VerifyResult,
  WhichRun,
} from '@cutover/sync-engine';
import * as engine from '@cutover/sync-engine';
import { sharedChoices } from '../../apps/cutover/src/runs/origin.ts';

export type Settings = Selection & Decisions & Means & WhichRun & Patience;

/** Everything but the stores, and how they are asked. */
export type Asking = Omit<Engine, 'patience'> & { readonly settings: Settings };

export const settingsByDefault: Settings = {
  ...engine.choicesUnsaid.selection,
  ...engine.choicesUnsaid.decisions,
  transfer: 'auto',
  settleAfterMs: 60,
  concurrency: undefined,
  runId: undefined,
  shared: sharedChoices(),
  startNew: false,
};

const engineOf = (asking: Asking): Engine => ({ ...asking, patience: asking.settings });
const choicesOf = ({ settings }: Asking) => ({ selection: settings, decisions: settings, which: settings });

type Writing<Said extends engine.Answer = engine.Answer> = Approval<Said> & { readonly dryRun: boolean };
export type ToAudit = Pick<AuditRequest, 'failOn' | 'probe' | 'minPixels' | 'setAside'>;
export type ToRepair = Writing & Sampled;
export type ToMigrate = Writing & Pick<MigrateRequest, 'retryFailed'>;
export type ToRevert = Writing<Consent> & Pick<RevertRequest, 'run'>;
export type ToVerify = Pick<VerifyRequest, 'level' | 'sample'>;

export async function audit(asking: Asking, options: ToAudit): Promise<AuditResult> {
  return await engine.audit(engineOf(asking), { ...choicesOf(asking), ...options });
}

export async function diff(asking: Asking, options: Sampled = {}): Promise<DiffResult> {
  return await engine.diff(engineOf(asking), { ...choicesOf(asking), ...options });
}

export async function migrate(asking: Asking, options: ToMigrate): Promise<MigrateResult> {
  const { settings: means } = asking;
  return await engine.migrate(engineOf(asking), { ...choicesOf(asking), means, ...options });
}

export async function repair(asking: Asking, options: ToRepair): Promise<RepairResult> {
  const { settings: means } = asking;
  return await engine.repair(engineOf(asking), { ...choicesOf(asking), means, ...options });
}

export async function revert(asking: Asking, options: ToRevert): Promise<RevertResult> {
  const { settings } = asking;
  const { kinds } = settings;
  return await engine.revert(engineOf(asking), { means: settings, which: settings, kinds, ...options });
}

export async function verify(asking: Asking, options: ToVerify): Promise<VerifyResult> {
  return await engine.verify(engineOf(asking), { ...choicesOf(asking), ...options });
}
