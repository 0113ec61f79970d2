/**
 * Why a picture could not be read. `unsupported`: a format that is known but not decoded here (BMP, WBMP, XBM, SVG).
 * Not looked at, so that nothing is said of the picture: `too-many-pixels`, `too-much-memory`, `too-slow`, and `not-decoded`
 * where the program that decodes has failed.
 */
export const pictureErrorReasons = [
  'broken',
  'empty',
  'unsupported',
  'too-many-pixels',
  'too-much-memory',
  'too-slow',
  'not-decoded',
] as const;

export type PictureErrorReason = (typeof pictureErrorReasons)[number];

/** Thrown where bytes cannot be taken as a picture; `reason` says why. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly reason: PictureErrorReason;

  constructor(reason: PictureErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
