// One action made ready to be sent: what the intent says of it, and the request that carries it. Invariant: nothing is
// removed before its bytes are kept, unless that was allowed. Knows nothing of answers.
import { createHash } from 'node:crypto';
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import { type Action, type CreateOfSource, type Intent, wantedBy } from '@cutover/journal';
import type { V3ImageSource } from '@cutover/v3-client';
import type { Carrying, With } from '../../engine.ts';
import { type EngineFailure, failureOf } from '../../failures.ts';
import { handoverFromArchive, keepPicture } from '../../pictures/keep-picture.ts';
import { showTheSame } from '../../pictures/same-picture.ts';
import { asSeen, fileOf, imageShown } from '../../plan/seen-image.ts';
import { unlessGone } from '../../read/completeness.ts';
import { imageOf, type Kind } from '../kind.ts';

export const request: Kind['request'] = async (
  engine,
  handovers,
  { action, origin, target },
  forceUpload,
) => {
  const [sourceImage, targetImage] = [imageOf(origin), imageOf(target)];
  const { v3 } = engine.target;
  const { productId: product } = action.subject;
  if (action.verb === 'create') {
    if (sourceImage === undefined)
      return { failure: failureOf('not-in-journal', { code: 'not-in-journal', what: 'image-to-make' }) };
    const handover =
      'from' in action
        ? await handovers.prepare(
            sourceImage,
            forceUpload,
            async () => !(await wouldReplaceRendition(engine, action, sourceImage)),
          )
        : await handoverFromArchive(engine, action.putBack.sha256, sourceImage);
    if (handover.by === 'none') return { failure: handover.failure };
    return {
      intent: {
        sentName: handover.sentName,
        sentVia: handover.by,
        digest: digestOf(product, handover.image, action),
        sourceFile: fileOf(sourceImage),
        handedOver: handover.handedOver,
      },
      create: { source: handover.image, fields: action.wanted },
      send: async (beforeSend) =>
        imageShown(await v3.createImage(product, handover.image, action.wanted, { beforeSend })),
    };
  }
  if (action.verb === 'set')
    return { failure: failureOf('not-in-journal', { code: 'not-in-journal', what: 'image-to-change' }) };
  const { imageId: image } = action.subject;
  const intent = {
    sentName: '',
    sentVia: action.verb === 'update' ? ('fields' as const) : ('none' as const),
    digest: digestOf(product, image, action),
    ...(targetImage === undefined ? {} : { before: asSeen(targetImage) }),
  };
  if (action.verb === 'update')
    return {
      intent,
      send: async (beforeSend) =>
        imageShown(await v3.updateImage(product, image, action.wanted, { beforeSend })),
    };
  const kept = await keptBefore(engine, targetImage);
  if ('failure' in kept) return kept;
  return {
    intent: { ...intent, ...kept },
    send: async (beforeSend) => {
      await v3.deleteImage(product, image, { beforeSend });
      return undefined;
    },
  };
};

/**
 * The image is to stand in the place of a rendition that shows the same picture: only the original is better, and nobody is
 * to make the rendition once more.
 */
async function wouldReplaceRendition(
  engine: With<Carrying>,
  { planRun, subject: { productId: product }, from }: CreateOfSource & Pick<Action, 'planRun'>,
  source: ProductImage,
): Promise<boolean> {
  const { journal, target } = engine;
  const [replaced] = (journal.actionsOf(planRun, [product]).get(product) ?? []).flatMap((one) =>
    one.verb === 'remove' && one.replaces && one.from?.imageId === from.imageId ? [one.subject.imageId] : [],
  );
  const link = journal.links([product]).find(({ targetImageId }) => targetImageId === replaced);
  if (replaced === undefined || link?.rendition === undefined) return false;
  const now = await unlessGone(target.v3.getImage(product, replaced));
  return now !== undefined && (await showTheSame(engine, source, fromV3(now))) !== false;
}

/** Nothing is removed before its bytes are kept, unless that was allowed. */
async function keptBefore(
  engine: With<Carrying>,
  targetImage: ProductImage | undefined,
): Promise<Pick<Intent, 'archived'> | { failure: EngineFailure }> {
  if (targetImage === undefined) return {};
  const kept = await keepPicture(engine, targetImage);
  if ('sha256' in kept) return { archived: kept.sha256 };
  return engine.means.allowUnarchived === true
    ? {}
    : {
        failure: failureOf('not-archived', { code: 'not-kept-first', why: kept.says, would: 'remove' }),
      };
}

function digestOf(product: number, what: V3ImageSource | number, action: Action): string {
  const named =
    typeof what === 'number'
      ? what
      : 'imageUrl' in what
        ? what.imageUrl
        : [what.imageFile.fileName, what.imageFile.bytes.length];
  return createHash('sha256')
    .update(JSON.stringify([action.verb, product, named, wantedBy(action)]))
    .digest('hex');
}
