// What one kind of slot does not share with the others: how it is read, what it takes, and the one request that fills it.
import type { Slot } from '@cutover/journal';
import type { V3Client, V3ImageSource } from '@cutover/v3-client';
import type { Notice } from '../../events.ts';
import type { SlotTakes } from '../../pictures/slot-handover.ts';
import type { SlotPicture } from '../../plan/looked.ts';
import type { SlotReading } from '../../read/slot-readings.ts';

export interface SlotSort {
  readonly reading: SlotReading;
  readonly takes: SlotTakes;
  readonly notice?: Notice;
  /** One request that gives the slot this picture; resolves to the address that the answer shows, '' where it shows none. */
  set(v3: V3Client, about: ToSet, picture: V3ImageSource, options: BeforeSend): Promise<string>;
}

export interface ToSet {
  readonly productId: number;
  readonly slot: Slot;
  /** As the look has just shown it. */
  readonly target: SlotPicture;
}

export interface BeforeSend {
  readonly beforeSend: () => Promise<void>;
}
