export { type Archive, ArchiveError, openArchive } from './archive.ts';
export { type ContentAnswer, type ContentHttp, type UnseenReason, unseenReasons } from './content-http.ts';
export { type Fingerprint, type FingerprintOptions, fingerprint } from './fingerprint.ts';
export { encodeForHandover, uploadFileName } from './handover.ts';
export {
  aspectDifferenceMax,
  colourDistanceMax,
  hashDistanceMax,
  type Likeness,
  likeness,
} from './likeness.ts';
export type { Look } from './look.ts';
export { type SeenPicture, seenPicture } from './measured.ts';
export {
  type OriginalCandidate,
  type OriginalOrigin,
  type OriginalsOptions,
  originalCandidates,
  stencilAddress,
  stencilOriginal,
} from './original-candidates.ts';
export { PictureError, type PictureErrorReason } from './picture-error.ts';
export {
  apiAccepts,
  claimedFormat,
  contentTypeOf,
  extensionOf,
  namedFormat,
  type PictureFormat,
  sniffFormat,
  variantsAccept,
} from './picture-format.ts';
export { pixelsMax } from './picture-limits.ts';
export { type LookClosely, type LookLimits, type ProbedPicture, probePicture } from './probe-picture.ts';
export {
  type FoundPicture,
  fetchPicture,
  findOriginal,
  lookForStore,
  type ResolvedOriginal,
  resolveOriginal,
  type TriedAddress,
  type Unseen,
  unseenBy,
} from './resolve-original.ts';
export { isSameSight, type Sight } from './sight.ts';
export type { SourceImage } from './source-image.ts';
export { type Thumbnail, thumbnail } from './thumbnail.ts';
export { isUnusable, unusableAs } from './unusable.ts';
export type { WholePicture } from './whole-picture.ts';
