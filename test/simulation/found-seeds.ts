// Seeds that once failed, with what was wrong then. They are played first, always.
import type { Playable } from './seed-crew.ts';

export const foundSeeds: Readonly<
  Record<Playable, readonly { readonly seed: number; readonly because: string }[]>
> = {
  migrate: [
    {
      seed: 934_000_932,
      because:
        'the person of the checker called an image that was there before one that a create in doubt had made',
    },
    {
      seed: 800_008_168,
      because: 'a guess that a look met was told by nobody where it left nothing to write on the product',
    },
    {
      seed: 760_004_700,
      because:
        'an image that a plan had missed and that could not be made was taken, unseen, for one that was there already',
    },
    {
      seed: 770_001_911,
      because: 'an image was removed as surplus while of a twin nobody could say whether it was there',
    },
    {
      seed: 760_001_215,
      because: 'a store that told nothing in a row of answers was sent more than it had last allowed',
    },
    {
      seed: 740_002_280,
      because:
        'of two namesakes of one text that nobody could look at, the one was taken that stood where the store had moved it',
    },
    {
      seed: 313_955_220,
      because:
        'of two namesakes with one text and place the first was taken for an image that the target had, unseen; the other was made',
    },
    {
      seed: 911_000_195,
      because: 'the checker wanted a create told of which no picture could be had',
    },
    {
      seed: 150_009_103,
      because: 'the checker did not wait until lists showed what the run before had made',
    },
    { seed: 200_005_836, because: 'an image was written to by its name alone, and showed another picture' },
    {
      seed: 119,
      because:
        'a write that the old run had in doubt was left out of the plan that `--new` made, and never sent',
    },
    {
      seed: 7_000_643,
      because: 'two images of one name, parted by their pictures, were paired because they were left over',
    },
    {
      seed: 7_002_774,
      because: 'the checker gave a place to a twin that the source had let go of',
    },
    {
      seed: 7_002_809,
      because: 'a create in doubt waited for ever for the picture of a source image that was gone',
    },
    {
      seed: 7_100_024,
      because: 'an image made of one that the source had let go of was taken for another one of its name',
    },
    {
      seed: 31_001_509,
      because: 'a process died between dropping what a product had needed and planning what it needs by now',
    },
  ],
  habits: [
    {
      seed: 730_002_819,
      because:
        'an edit of an image that the first run could not tell, for it was shown no place, was overwritten',
    },
    {
      seed: 720_000_302,
      because:
        'an order that somebody had chosen was taken for the source’s, since the moved image may stay in it',
    },
    {
      seed: 265_717_775,
      because:
        'the second page of a list was taken for all of it, and what the first one held was made again',
    },
    {
      seed: 265_717_820,
      because: 'an order on a store that renumbers was begun from its first image after every failed request',
    },
    {
      seed: 700_000_100,
      because: 'the checker took a run that the trouble had cut short for one with healthy stores',
    },
    {
      seed: 138_401_872,
      because: 'a name of which the store had cut the stamp and respelled the escapes was no name any more',
    },
    {
      seed: 48,
      because:
        'an edit of an image that a run had found right, known by its picture alone, was overwritten unasked',
    },
    {
      seed: 431_000_278,
      because: 'the checker did not wait until lists showed what the run before had made',
    },
    { seed: 361_357_170, because: 'a name whose escapes were cut in the middle was no name any more' },
    {
      seed: 440_000_636,
      because: 'a name escaped twice more and then cut was too short, once read, to count as cut',
    },
  ],
  together: [],
  variants: [],
  values: [
    {
      seed: 900_001_070,
      because:
        'the checker took what somebody had set while a write was on its way for an effect of that write',
    },
    {
      seed: 910_002_485,
      because: 'the checker took a look at another product for one that shows the slot',
    },
  ],
  several: [
    {
      seed: 784,
      because:
        'the checker forgot that a power cut had taken the note of an image, which was then called surplus',
    },
  ],
  revert: [
    {
      seed: 871_000_985,
      because: 'what taking back another run had changed between two reverts counted as somebody’s edit',
    },
    {
      seed: 840_000_622,
      because: 'the thumbnail that an earlier, unfinished revert had left on another image counted as chosen',
    },
    {
      seed: 850_000_257,
      because: 'what taking back another run had removed counted as removed by somebody',
    },
    {
      seed: 850_000_011,
      because: 'the thumbnail of an image that an earlier revert had put back was taken for no choice',
    },
    {
      seed: 271_101_441,
      because:
        'what taking back another run had moved counted as an edit to one that was taken back once more',
    },
    {
      seed: 911_000_020,
      because: 'what an earlier revert had moved counted as an edit to the one that finished its work',
    },
    {
      seed: 560_002_013,
      because:
        'the checker wanted a create told of which a power cut and somebody’s picture had taken every trace',
    },
    {
      seed: 220_000_418,
      because:
        'the checker wanted a move seen of which a power cut had taken how the migration left the image',
    },
    { seed: 4, because: 'what a lost row of the journal had put back was put back again' },
    { seed: 16, because: 'the thumbnail that others had chosen was cleared' },
    { seed: 21, because: 'a picture that others had replaced went unseen where V3 names no files' },
    { seed: 47, because: 'a second revert removed what the first one had left as others had edited it' },
    { seed: 210, because: 'how a run left a product was noted before its last write there' },
    { seed: 372, because: 'what a lagging list did not show was taken for gone again' },
    {
      seed: 130_000_425,
      because: 'the watch heard of a power cut only after the run that it had cut short was over',
    },
    {
      seed: 53_000_216,
      because: 'where a power cut had taken the note of how the run left it, another picture went unseen',
    },
  ],
  second: [
    {
      seed: 550_001_548,
      because: 'an order counted as chosen after the image that somebody had moved was gone',
    },
    {
      seed: 2,
      because: 'what others had edited was overwritten by the run after the one that left it alone',
    },
    { seed: 36, because: 'a list without one of its rows made a run forget how it had left an image' },
    { seed: 55, because: 'the thumbnail that others had chosen was cleared by the one of the source' },
    { seed: 355, because: 'a page without one of its rows left no note of how the product was left' },
    { seed: 7_100_001, because: 'an edit of a place was forgotten once the store had moved the image on' },
    { seed: 7_100_028, because: 'the checker held an edit for open that says what the source says' },
    {
      seed: 8_100_127,
      because: 'the checker took a twin of a replaced picture for the one that was replaced',
    },
    {
      seed: 441_001_920,
      because:
        'the checker counted a twin of which a power cut had taken that it is ours among those to be replaced',
    },
    { seed: 9_100_262, because: 'an edit of a place was forgotten once the store had moved the image on' },
    { seed: 41_000_107, because: 'a thumbnail stayed chosen after the chosen image was gone' },
    { seed: 41_000_187, because: 'the checker gave a place to a twin that the source had let go of' },
    { seed: 51_000_042, because: 'the checker took a twin that the source had let go of for an edited one' },
    {
      seed: 318_363_533,
      because: 'the checker wanted a decision about a twin that the source had let go of',
    },
    { seed: 500_000_254, because: 'the checker took a thumbnail that was passed over for an edited picture' },
    {
      seed: 700_001_727,
      because: 'both sides had moved an image to one place, and a store that moved it on made an edit of it',
    },
    { seed: 774_000_336, because: 'the checker held a product for known that was never in step' },
    { seed: 800_000_660, because: 'a place kept a replaced image where only the order counts' },
    {
      seed: 900_002_018,
      because: 'who put an image where the source has it was taken to have chosen the order of all',
    },
    {
      seed: 410_000_304,
      because: 'a thumbnail that somebody chose was the one that the store had once chosen itself',
    },
    { seed: 210_000_295, because: 'the checker saw no edit in a move of one twin behind the other' },
    { seed: 130_002_170, because: 'the checker wanted a twin replaced that the source had let go of' },
    {
      seed: 120_000_465,
      because: 'the checker forgot that a move may matter once the source has more images beside it',
    },
    { seed: 120_000_024, because: 'the checker took any order of equals for the source’s' },
    {
      seed: 91_000_205,
      because: 'the checker held a move for an edit where only the order counts, and that was kept',
    },
    { seed: 61_000_557, because: 'a replaced picture stayed because somebody had chosen another thumbnail' },
    {
      seed: 61_000_584,
      because: 'the checker wanted a replaced picture seen of which a power cut had taken that it was ours',
    },
    { seed: 51_000_157, because: 'twins without links were paired again by each run, and moved for ever' },
  ],
  repair: [
    {
      seed: 721_000_080,
      because: 'the checker did not know that a picture which the store twice fails to show is made again',
    },
    {
      seed: 912_000_016,
      because: 'the checker wanted an image of the target’s own gone whose picture could not be kept',
    },
    {
      seed: 330_000_014,
      because: 'a picture that somebody had replaced was taken for an image that nobody knew',
    },
    { seed: 230_000_400, because: 'a picture was lost under a name that another picture had taken over' },
    { seed: 120_001_224, because: 'the checker excused a picture of an image that was still known as ours' },
    { seed: 81_000_450, because: 'a twin that stood in its place was moved, because another one had been' },
    {
      seed: 61_000_130,
      because: 'a picture was made again twice, because a power cut had taken that the new one was there',
    },
    {
      seed: 53_000_124,
      because: 'the checker wanted a picture gone of which a power cut had taken that it was ours',
    },
  ],
};
