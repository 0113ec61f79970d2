export { type CatalogFile, CatalogFileError, catalogFromFile, parseCatalog } from './catalog/catalog-file.ts';
export type { ImageChange, ImagePlan, PictureSource, StoreControl } from './control.ts';
export type { FaultMatcher } from './faults/fault-picker.ts';
export {
  type FaultName,
  type FaultScope,
  type FaultSetting,
  type Faults,
  faultTable,
  parseFault,
} from './faults/fault-table.ts';
export type { CatalogSpec, Sandbox, SandboxOptions, StoreSpec } from './options.ts';
export type { Subject } from './pictures/subjects.ts';
export { tinyPicture } from './pictures/tiny-picture.ts';
export type { LoggedRequest } from './request-log.ts';
export { startSandbox } from './sandbox.ts';
export type { ImageRow, PictureDamage, Planted, ProductRow, VariantRow } from './state/rows.ts';
export { parseSwitch, type Switches, type SwitchName, switchTable } from './switches.ts';
