export {
  type FileProblem,
  type FileStore,
  type FileStoreOptions,
  filePrefix,
  openFileStore,
} from './open-file-store.ts';
export { PlaceError } from './plain-place.ts';
export { type SnapshotOptions, type SnapshotSaved, savedPlaces, saveSnapshot } from './save-snapshot.ts';
export { SnapshotError } from './saved-files.ts';
