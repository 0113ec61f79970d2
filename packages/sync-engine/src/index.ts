export type { ActionReason } from './action-reasons.ts';
export { type CarriedKind, carriedKinds, kindOfWord, kindsCarried, kindsOfRun } from './carried.ts';
export { audit } from './commands/audit.ts';
export { diff } from './commands/diff.ts';
export { migrate } from './commands/migrate.ts';
export { repair } from './commands/repair.ts';
export { revert } from './commands/revert.ts';
export { verify } from './commands/verify.ts';
export * from './engine.ts';
export * from './engine-error.ts';
export type { EngineEvent, Notice, Phase, Wait, WaitsFor } from './events.ts';
export { type FailureRow, failures } from './failures.ts';
export { notLookedFor } from './grade/not-looked-for.ts';
export { pictureShapes } from './grade/picture-shapes.ts';
export * from './light.ts';
export { type PictureReason, whyUnseen } from './picture-reasons.ts';
export { samePicture } from './pictures/pictures.ts';
export { shareOf } from './read/drawn.ts';
export { notMovedOf } from './read/not-moved.ts';
export { type RuleWords, ruleWords } from './rule-words.ts';
export {
  isUnmatchedProduct,
  type Probe,
  probes,
  type Rule,
  type RuleId,
  ruleIds,
  rules,
} from './rules.ts';
export { byKindOf } from './runs/by-kind.ts';
export { confidenceOfRun } from './runs/confidence.ts';
export { outcomeOfPlan, type ReasonForPart, slotRules } from './runs/done-in-part.ts';
export { estimateOf } from './runs/estimate.ts';
export { pruneOvertaken } from './runs/overtaken.ts';
export { comparedIn, proofOf } from './runs/proof.ts';
export { optionsKeyOf, runGoneOnWith } from './runs/runs.ts';
export type {
  ChoiceSaying,
  Difference,
  GradeSaying,
  KeptTextSaying,
  LeftAloneSaying,
  PictureSaying,
  ProductSaying,
  RowSaying,
  RuleCondition,
  SampleSaying,
  Saying,
  ShownByChoice,
  ShownInSlot,
  SlotNamed,
  SlotSaying,
  TriedOriginal,
  VariantNamed,
  VariantSaying,
  Words,
} from './sayings.ts';
export { isSameSlot, kindOfSlot, showsPicture, slotNames, slotOfRef } from './slots.ts';
