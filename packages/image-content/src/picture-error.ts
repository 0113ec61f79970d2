/** Why a picture could not be read. `unsupported`: a format that is known but not decoded here (BMP, WBMP, XBM, SVG). */
export type PictureErrorReason = 'broken' | 'too-many-pixels' | 'unsupported' | 'empty';

/** Thrown where bytes cannot be taken as a picture; `reason` says why. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly reason: PictureErrorReason;

  constructor(reason: PictureErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
