import type { AdoptionEvent } from '#domain/indicator';
import { beginning, position, type Position, type RecordedEvent } from '#kernel';

import { decoded, definitions } from '../aggregate.js';
import type { FigureReader } from '../figures.port.js';
import type { Revision, RevisionFilter, RevisionReader, RevisionRows } from '../revisions.port.js';
import type { Services } from '../services.js';
import { definitionsStream } from '../streams.js';
import { figureChange } from './figure-change.js';

const cursorOf = (at: Position): string => Buffer.from(`r${String(at)}`).toString('base64url');

/** Undefined for a text that is no cursor of this feed. */
export const positionOfCursor = (cursor: string | null): Position | undefined => {
  if (cursor === null) return beginning;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^r\d{1,18}$/.test(text)) return undefined;
  const at = position(BigInt(text.slice(1)));
  return cursorOf(at) === cursor ? at : undefined;
};

type Change = AdoptionEvent['data']['changes'][number];

const changeText = ({ indicator, from, to }: Change): string =>
  `${indicator} ${from === null ? '∅' : String(from)} → ${to === null ? '∅' : String(to)}`;

/** A change of the catalogue, when it is about what the filter asks for. */
const adoption = (recorded: RecordedEvent, { indicators }: RevisionFilter): readonly Revision[] => {
  const { changes } = decoded(definitions.codec, recorded).data;
  const asked = changes.filter(
    ({ indicator }) => indicators.length === 0 || indicators.includes(indicator),
  );
  if (indicators.length > 0 && asked.length === 0) return [];
  const about = { campaign: null, uai: null, statusFrom: null, statusTo: null };
  return [
    {
      position: recorded.position,
      recordedAt: recorded.recordedAt,
      kind: 'definitions',
      cause: 'definition-change',
      ...about,
      schools: 0,
      detail: asked.map(changeText).join(', '),
      changes: [],
      territories: [{ kind: 'country', code: 'FR' }],
    },
  ];
};

const isAsked = ({ campaign, causes }: RevisionFilter): boolean =>
  campaign === null && (causes.length === 0 || causes.includes('definition-change'));

type Sources = Pick<Services, 'store'> & {
  readonly rows: RevisionRows;
  readonly figures: FigureReader;
};

type Span = { readonly after: Position; readonly known: Position };

const adoptions = async (
  { store }: Sources,
  filter: RevisionFilter,
  { after, known }: Span,
): Promise<readonly Revision[]> => {
  if (!isAsked(filter)) return [];
  const recorded = await store.readStream(definitionsStream);
  return recorded
    .filter((one) => one.position > after && one.position <= known)
    .flatMap((one) => adoption(one, filter));
};

const byPosition = (left: Revision, right: Revision): number =>
  left.position < right.position ? -1 : 1;

/** The feed of what has changed figures: from the read models, and from the log what the catalogue became. */
export const revisionReader = (sources: Sources): RevisionReader => ({
  revisions: async (filter, { first, after }) => {
    const start = positionOfCursor(after) ?? beginning;
    const { known, rows } = await sources.rows.after(start, filter, first + 1);
    const adopted = await adoptions(sources, filter, { after: start, known });
    const merged = [...rows, ...adopted].sort(byPosition);
    const page = merged.slice(0, first);
    const cursors = page.map((revision) => cursorOf(revision.position));
    return {
      rows: page,
      cursors,
      hasNextPage: merged.length > first,
      endCursor: cursors.at(-1) ?? after,
    };
  },

  figureChange: (span) => figureChange(sources, span),
});
