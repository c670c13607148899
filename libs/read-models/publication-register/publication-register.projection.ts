import type { Frozen, PublicationEvent, PublicationState } from '#domain/publication';
import { BrokenAssumption } from '#kernel';
import type { Fact } from '#read-models/fact';

/** A publication as the ledger has it. Times are ISO 8601, UTC; digests hexadecimal. */
export type PublicationRow = {
  readonly publication: string;
  readonly series: string;
  readonly version: number;
  readonly titleFr: string;
  readonly titleEn: string;
  readonly state: PublicationState;
  /** A decimal text. */
  readonly position: string;
  readonly manifestSha256: string;
  readonly contentsSha256: string;
  readonly signature: string;
  readonly keyId: string;
  readonly publicKey: string;
  /** The id of the publication before it in its series. */
  readonly previous: string | null;
  readonly replaces: string | null;
  readonly synthetic: boolean;
  readonly frozenAt: string;
  readonly withdrawnAt: string | null;
  readonly withdrawalReason: string | null;
};

const entered = (
  { title, previous, ...frozen }: Frozen,
  { synthetic, recordedAt }: Fact<unknown>,
): PublicationRow => ({
  ...frozen,
  titleFr: title.fr,
  titleEn: title.en,
  previous: previous?.publication ?? null,
  synthetic,
  frozenAt: recordedAt,
  withdrawnAt: null,
  withdrawalReason: null,
});

const next = (row: PublicationRow | undefined, fact: Fact<PublicationEvent>): PublicationRow => {
  const { event, recordedAt } = fact;
  if (event.type === 'PublicationFrozen') return entered(event.data, fact);
  if (row !== undefined)
    return { ...row, withdrawnAt: recordedAt, withdrawalReason: event.data.reason };
  throw new BrokenAssumption(`${event.data.publication} is withdrawn and was never frozen`);
};

/** What a batch changes, given its publications as they were before it. */
export const project = (
  before: ReadonlyMap<string, PublicationRow>,
  facts: readonly Fact<PublicationEvent>[],
): readonly PublicationRow[] => {
  const after = new Map<string, PublicationRow>();
  for (const fact of facts) {
    const { publication } = fact.event.data;
    after.set(publication, next(after.get(publication) ?? before.get(publication), fact));
  }
  return [...after.values()];
};
