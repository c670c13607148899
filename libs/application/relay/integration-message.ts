import {
  type IntegrationContext,
  type IntegrationMessage,
  topicOf,
  type Watermark,
} from '#contracts/integration';
import { campaignCodec } from '#domain/campaign';
import { adoptionCodec } from '#domain/indicator';
import { publicationCodec } from '#domain/publication';
import { responseCodec } from '#domain/response';
import { territoryCodec } from '#domain/territory';
import { BrokenAssumption, type Position, type RecordedEvent } from '#kernel';

import { decoded } from '../aggregate.js';
import type { OutgoingMessage } from '../bus.port.js';
import { categoryOf } from '../streams.js';
import type { TextQuestions } from './published-answers.js';
import {
  campaignData,
  indicatorData,
  publicationData,
  responseData,
  territoryData,
} from './published-data.js';

/** Events that no topic carries, and why. */
export const unpublished: Readonly<Record<string, string>> = {
  EventSkipped: 'a decision about rows of this program, which says nothing of schools',
  SkipRevoked: 'a decision about rows of this program, which says nothing of schools',
};

type Body = {
  readonly context: IntegrationContext;
  readonly key: string;
  readonly data: unknown;
};

type Render = (recorded: RecordedEvent, textQuestions: TextQuestions) => Body;

// A table of functions by type cannot be applied to a union of events without a cast: it lives here, once.
const apply = (
  table: object,
  { type, data }: { readonly type: string; readonly data: unknown },
  textQuestions?: TextQuestions,
): unknown =>
  (table as Record<string, (...args: unknown[]) => unknown>)[type]?.(data, textQuestions);

/** By category of stream. */
const renders: Readonly<Record<string, Render | null>> = {
  school: (recorded) => {
    const event = decoded(territoryCodec, recorded);
    return { context: 'territory', key: event.data.uai, data: apply(territoryData, event) };
  },
  campaign: (recorded) => {
    const event = decoded(campaignCodec, recorded);
    return { context: 'campaign', key: event.data.campaign, data: apply(campaignData, event) };
  },
  response: (recorded, textQuestions) => {
    const event = decoded(responseCodec, recorded);
    const data = apply(responseData, event, textQuestions);
    return { context: 'response', key: event.data.uai, data };
  },
  publication: (recorded) => {
    const event = decoded(publicationCodec, recorded);
    return { context: 'publication', key: event.data.series, data: apply(publicationData, event) };
  },
  definitions: (recorded) => {
    const event = decoded(adoptionCodec, recorded);
    return { context: 'indicator', key: 'catalogue', data: apply(indicatorData, event) };
  },
  projection: null,
};

const message = (recorded: RecordedEvent, data: unknown): IntegrationMessage => {
  const { id, type, stream, revision, position, recordedAt, metadata } = recorded;
  const envelope = {
    id,
    type,
    schemaVersion: 1,
    subject: stream,
    revision,
    position: String(position),
    recordedAt,
    cause: metadata.cause,
    academy: metadata.academy ?? null,
    synthetic: metadata.synthetic === true,
    data,
  };
  return envelope as IntegrationMessage;
};

/**
 * The message that an event is published as; null for one that no topic carries. Throws for an event that this
 * version of the program cannot read: nothing is left out by mistake.
 */
export const integrationMessage = (
  recorded: RecordedEvent,
  textQuestions: TextQuestions,
  topicPrefix?: string,
): OutgoingMessage | null => {
  const render = renders[categoryOf(recorded.stream)];
  if (render === undefined)
    throw new BrokenAssumption(`no context publishes the stream ${recorded.stream}`);
  if (render === null) return null;
  const { context, key, data } = render(recorded, textQuestions);
  const { id, type } = recorded;
  const position = String(recorded.position);
  return {
    topic: topicOf(context, topicPrefix),
    key,
    value: JSON.stringify(message(recorded, data)),
    headers: { kind: 'event', id, type, position },
  };
};

/** Tells a partition that it has everything at or before `position`. */
export const watermarkMessage = (
  topic: string,
  partition: number,
  position: Position,
): OutgoingMessage => {
  const value: Watermark = { type: 'Watermark', position: String(position) };
  return {
    topic,
    partition,
    key: null,
    value: JSON.stringify(value),
    headers: { kind: 'watermark', position: String(position) },
  };
};
