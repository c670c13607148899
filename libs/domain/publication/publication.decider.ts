import { type Decider, err, ok, type Result } from '#kernel';

import type {
  Frozen,
  PublicationEvent,
  PublicationLink,
  PublicationState,
} from './publication.events.js';

type Entry = {
  readonly publication: string;
  readonly state: PublicationState;
  readonly manifestSha256: string;
  readonly contentsSha256: string;
  readonly replaces: string | null;
  readonly isWithdrawn: boolean;
};

/** A series of publications, oldest first. Nothing ever leaves it. */
export type SeriesState = { readonly entries: readonly Entry[] };

export type PublicationCommand =
  | { readonly type: 'FreezePublication'; readonly frozen: Frozen }
  | {
      readonly type: 'WithdrawPublication';
      readonly series: string;
      readonly publication: string;
      readonly reason: string;
    };

export type PublicationRefusal =
  /** The series has moved on: another publication took this id, or one before it is missing. */
  | { readonly kind: 'PublicationNotNext'; readonly publication: string; readonly expected: string }
  | {
      readonly kind: 'PublicationChainBroken';
      readonly publication: string;
      readonly expected: PublicationLink | null;
    }
  /** A definitive publication stands: only a definitive one that replaces it may follow. */
  | { readonly kind: 'DefinitivePublicationStands'; readonly standing: string }
  | { readonly kind: 'ReplacedPublicationUnknown'; readonly replaces: string }
  | { readonly kind: 'PublicationUnknown'; readonly publication: string }
  | { readonly kind: 'PublicationAlreadyWithdrawn'; readonly publication: string }
  | { readonly kind: 'WithdrawalNeedsReason'; readonly publication: string };

type Decision = Result<readonly PublicationEvent[], PublicationRefusal>;
type Command<Type extends PublicationCommand['type']> = Extract<PublicationCommand, { type: Type }>;

/** `etic-1d-2014-v1` */
export const publicationId = (series: string, version: number): string =>
  `${series}-v${String(version)}`;

const linkOf = ({ publication, manifestSha256 }: Entry): PublicationLink => ({
  publication,
  manifestSha256,
});

/** The latest of a series, withdrawn or not: what the next one is chained to. */
export const latestOf = ({ entries }: SeriesState): Entry | undefined => entries.at(-1);

export const nextVersionOf = ({ entries }: SeriesState): number => entries.length + 1;

/** The link that the next publication of a series carries. */
export const previousOf = (state: SeriesState): PublicationLink | null => {
  const latest = latestOf(state);
  return latest === undefined ? null : linkOf(latest);
};

/** The definitive publication that is neither withdrawn nor replaced. */
const standingOf = ({ entries }: SeriesState): Entry | undefined => {
  const replaced = new Set(entries.map(({ replaces }) => replaces));
  return entries.findLast(
    ({ state, isWithdrawn, publication }) =>
      state === 'definitive' && !isWithdrawn && !replaced.has(publication),
  );
};

const isSameLink = (left: PublicationLink | null, right: PublicationLink | null): boolean =>
  left?.publication === right?.publication && left?.manifestSha256 === right?.manifestSha256;

const freeze = ({ frozen }: Command<'FreezePublication'>, state: SeriesState): Decision => {
  const { publication, series, replaces } = frozen;
  const expected = publicationId(series, nextVersionOf(state));
  if (publication !== expected || frozen.version !== nextVersionOf(state))
    return err({ kind: 'PublicationNotNext', publication, expected });
  const link = previousOf(state);
  if (!isSameLink(link, frozen.previous))
    return err({ kind: 'PublicationChainBroken', publication, expected: link });
  if (replaces !== null && !state.entries.some((entry) => entry.publication === replaces))
    return err({ kind: 'ReplacedPublicationUnknown', replaces });
  const standing = standingOf(state)?.publication;
  const takesItsPlace = frozen.state === 'definitive' && replaces === standing;
  if (standing !== undefined && !takesItsPlace)
    return err({ kind: 'DefinitivePublicationStands', standing });
  return ok([{ type: 'PublicationFrozen', data: frozen }]);
};

const withdraw = (command: Command<'WithdrawPublication'>, state: SeriesState): Decision => {
  const { publication, series } = command;
  const reason = command.reason.trim();
  const entry = state.entries.find((one) => one.publication === publication);
  if (entry === undefined) return err({ kind: 'PublicationUnknown', publication });
  if (entry.isWithdrawn) return err({ kind: 'PublicationAlreadyWithdrawn', publication });
  if (reason === '') return err({ kind: 'WithdrawalNeedsReason', publication });
  return ok([{ type: 'PublicationWithdrawn', data: { publication, series, reason } }]);
};

const entryOf = (frozen: Frozen): Entry => ({
  publication: frozen.publication,
  state: frozen.state,
  manifestSha256: frozen.manifestSha256,
  contentsSha256: frozen.contentsSha256,
  replaces: frozen.replaces,
  isWithdrawn: false,
});

/**
 * One series of publications. Each is frozen once and chained to the one before by its manifest; while a definitive
 * one stands only a definitive one that replaces it follows; a withdrawal has a reason and takes nothing away.
 */
export const publicationSeries: Decider<
  PublicationCommand,
  PublicationEvent,
  SeriesState,
  PublicationRefusal
> = {
  initial: { entries: [] },
  decide: (command, state) =>
    command.type === 'FreezePublication' ? freeze(command, state) : withdraw(command, state),
  evolve: ({ entries }, event) =>
    event.type === 'PublicationFrozen'
      ? { entries: [...entries, entryOf(event.data)] }
      : {
          entries: entries.map((entry) =>
            entry.publication === event.data.publication ? { ...entry, isWithdrawn: true } : entry,
          ),
        },
};
