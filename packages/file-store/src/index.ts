export {
  type FileProblem,
  type FileStore,
  type FileStoreOptions,
  filePrefix,
  openFileStore,
} from './open-file-store.ts';
export {
  imagesName,
  picturesName,
  type SnapshotOptions,
  type SnapshotSaved,
  saveSnapshot,
} from './save-snapshot.ts';
export { SnapshotError } from './saved-files.ts';
