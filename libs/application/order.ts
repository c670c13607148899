import {
  beginning,
  type DomainEvent,
  err,
  type EventMetadata,
  type NewEvent,
  ok,
  type Position,
  type Problem,
  type RecordedEvent,
  type Result,
} from '#kernel';

import { type Aggregate, stateOf } from './aggregate.js';
import { askedBefore, messageEventId } from './asked-before.js';
import type {
  AppendOutcome,
  AppendRefusal,
  AppendRequest,
  EventStore,
} from './event-store.port.js';
import { messageIdReused } from './problems/intake.problems.js';
import type { RequestContext } from './services.js';

/** Where orders are done: the log, and the rules of its streams. */
export type Ground<Command, Event, State, Refusal> = {
  readonly store: EventStore;
  readonly aggregate: Aggregate<Command, Event, State, Refusal>;
};

/** A command on its way to a stream. */
export type Order<Command> = {
  readonly stream: string;
  readonly command: Command;
  readonly context: RequestContext;
  /** Two-character code, recorded with the events; absent for national facts. */
  readonly academy?: string | undefined;
  /** The revision that the author of the command has seen; absent: the command holds for any. */
  readonly seenRevision?: number | undefined;
  /** The id of the event that takes the stream to `revision`, when no message asks: that makes its own. */
  readonly eventId: (revision: number) => string;
  /** The data of an event as JSON, where it has been written already. */
  readonly jsonOf?: (event: DomainEvent) => string | undefined;
  /** Asked once the rules have decided to write: errors stop it. */
  readonly check?: () => readonly Problem[];
};

/** What became of an order. Nothing was written when `written` is empty: it had been done before. */
export type Execution = {
  readonly history: readonly RecordedEvent[];
  /** Now, or when the same message asked before. */
  readonly written: readonly NewEvent[];
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
};

export type Rejection<State, Refusal> =
  | { readonly because: 'rule'; readonly refusal: Refusal }
  | { readonly because: 'check'; readonly problems: readonly Problem[] }
  /** Somebody else wrote since the author looked. */
  | {
      readonly because: 'seen-revision';
      readonly actual: number;
      readonly state: State;
      readonly history: readonly RecordedEvent[];
    }
  | { readonly because: 'log'; readonly refusal: AppendRefusal };

export type Executed<State, Refusal> = Result<Execution, Rejection<State, Refusal>>;

/** An order that is done already, or what it takes to do it. */
export type Decided<State, Refusal> =
  | { readonly kind: 'done'; readonly outcome: Executed<State, Refusal> }
  | {
      readonly kind: 'append';
      readonly request: AppendRequest;
      readonly history: readonly RecordedEvent[];
    };

/** How often a command is decided before a conflict is its answer. */
export const mostAttempts = 3;

const writtenMetadata = (
  cause: EventMetadata['cause'],
  { context, academy }: Pick<Order<unknown>, 'context' | 'academy'>,
): EventMetadata => ({
  actor: context.actor,
  cause: context.cause ?? cause,
  correlationId: context.correlationId,
  ...(context.message !== undefined && { causationId: context.message.id }),
  ...(academy !== undefined && { academy }),
  ...(context.synthetic && { synthetic: true }),
});

type Shared = { readonly context: RequestContext; readonly metadata: Map<string, EventMetadata> };

const sharing = (): ((cause: EventMetadata['cause'], order: Order<unknown>) => EventMetadata) => {
  let last: Shared | undefined;
  return (cause, order) => {
    const { context, academy = '' } = order;
    if (last?.context !== context) last = { context, metadata: new Map() };
    const { metadata } = last;
    const key = `${cause} ${academy}`;
    const before = metadata.get(key);
    if (before !== undefined) return before;
    const written = writtenMetadata(cause, order);
    metadata.set(key, written);
    return written;
  };
};

/** The orders of one request share what is said of them: thousands of lines of a file, few academies. */
const metadataOf = sharing();

const eventIdOf = ({ stream, context, eventId }: Order<unknown>, revision: number): string =>
  context.message === undefined
    ? eventId(revision)
    : messageEventId({ stream, actor: context.actor, message: context.message }, revision);

const newEvents = <Command, Event extends DomainEvent, State, Refusal>(
  aggregate: Aggregate<Command, Event, State, Refusal>,
  order: Order<Command>,
  { events, revision }: { readonly events: readonly Event[]; readonly revision: number },
): readonly NewEvent[] =>
  events.map((event, index) => {
    const json = order.jsonOf?.(event);
    return {
      id: eventIdOf(order, revision + index + 1),
      type: event.type,
      schemaVersion: aggregate.codec.versionOf(event.type),
      data: aggregate.stored(event),
      ...(json !== undefined && { json }),
      metadata: metadataOf(aggregate.cause(event), order),
    };
  });

const unchanged = (history: readonly RecordedEvent[]): Execution => {
  const last = history.at(-1);
  return {
    history,
    written: [],
    revision: last?.revision ?? 0,
    position: last?.position ?? beginning,
    recordedAt: last?.recordedAt ?? '',
  };
};

const repeated = (
  history: readonly RecordedEvent[],
  written: readonly RecordedEvent[],
): Execution => ({ ...unchanged(written), history, written });

const decideAnew = <Command, Event extends DomainEvent, State, Refusal>(
  aggregate: Aggregate<Command, Event, State, Refusal>,
  order: Order<Command>,
  history: readonly RecordedEvent[],
): Decided<State, Refusal> => {
  const done = (outcome: Executed<State, Refusal>) => ({ kind: 'done', outcome }) as const;
  const state = stateOf(aggregate, history);
  const decision = aggregate.decider.decide(order.command, state);
  if (!decision.ok) return done(err({ because: 'rule', refusal: decision.error }));
  if (decision.value.length === 0) return done(ok(unchanged(history)));

  const revision = history.at(-1)?.revision ?? 0;
  if (order.seenRevision !== undefined && order.seenRevision !== revision) {
    return done(err({ because: 'seen-revision', actual: revision, state, history }));
  }
  const problems = order.check?.() ?? [];
  if (problems.length > 0) return done(err({ because: 'check', problems }));

  const events = newEvents(aggregate, order, { events: decision.value, revision });
  return {
    kind: 'append',
    history,
    request: { stream: order.stream, expectedRevision: revision, events },
  };
};

/** Folds and decides, unless the same message has been done before. Throws `UnreadableEvent`. */
export const decideOn = <Command, Event extends DomainEvent, State, Refusal>(
  aggregate: Aggregate<Command, Event, State, Refusal>,
  order: Order<Command>,
  history: readonly RecordedEvent[],
): Decided<State, Refusal> => {
  const before = askedBefore(order, history);
  if (!before.ok) {
    return { kind: 'done', outcome: err({ because: 'check', problems: [messageIdReused()] }) };
  }
  if (before.value.length > 0) {
    return { kind: 'done', outcome: ok(repeated(history, before.value)) };
  }
  return decideAnew(aggregate, order, history);
};

export type Pending = Extract<Decided<never, never>, { kind: 'append' }>;

export const executionOf = <State, Refusal>(
  { request, history }: Pending,
  appended: AppendOutcome,
): Executed<State, Refusal> => {
  if (!appended.ok) return err({ because: 'log', refusal: appended.error });
  const { revision, position, recordedAt } = appended.value;
  return ok({ history, written: request.events, revision, position, recordedAt });
};

export const isConflict = (outcome: AppendOutcome): boolean =>
  !outcome.ok && outcome.error.kind === 'RevisionConflict';
