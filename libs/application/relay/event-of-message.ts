import {
  type IntegrationData,
  type IntegrationMessage,
  isWatermark,
  readMessage,
} from '#contracts/integration';
import { campaignCodec, type CampaignEvent, storedCampaignData } from '#domain/campaign';
import { responseCodec, type ResponseEvent } from '#domain/response';
import {
  type Answers,
  BrokenAssumption,
  parseSchoolYear,
  position,
  type Position,
  type RecordedEvent,
  type SchoolYear,
} from '#kernel';

type DataOf<Union, Type> =
  Extract<Union, { type: Type }> extends { data: infer Data } ? Data : never;
type Completed<Union extends CampaignEvent | ResponseEvent> = {
  readonly [Type in Union['type']]: (data: IntegrationData<Type>) => DataOf<Union, Type>;
};

/** What stands where the log has a text that topics do not carry. */
const withheld = '…';

const schoolYearOf = (text: string): SchoolYear => {
  const parsed = parseSchoolYear(text);
  if (parsed.ok) return parsed.value;
  throw new BrokenAssumption(`not a school year: ${text}`);
};

const campaigns: Completed<CampaignEvent> = {
  CampaignOpened: (data) => ({
    ...data,
    schoolYear: schoolYearOf(data.schoolYear),
    title: withheld,
  }),
  RespondentsListed: (data) => data,
  CampaignClosed: (data) => ({ ...data, reason: null }),
  CampaignReopened: (data) => ({ ...data, reason: withheld }),
  AnswersLocked: (data) => ({ ...data, reason: null }),
  AnswersUnlocked: (data) => ({ ...data, reason: withheld }),
  ExceptionGranted: (data) => ({ ...data, reason: withheld }),
  ExceptionWithdrawn: (data) => ({ ...data, reason: withheld }),
};

const declared = <
  Data extends { readonly answers: Answers; readonly textsAnswered: readonly string[] },
>({
  textsAnswered,
  answers,
  ...data
}: Data) => ({
  ...data,
  answers: { ...answers, ...Object.fromEntries(textsAnswered.map((code) => [code, withheld])) },
  justifications: [],
});

const draft = { answers: {}, notConcerned: [] };

const responses: Completed<ResponseEvent> = {
  DraftSaved: (data) => ({ ...data, ...draft }),
  DraftPrefilled: (data) => ({ ...data, ...draft }),
  ResponseSubmitted: (data) => declared(data),
  AnswersCorrected: (data) => ({ ...declared(data), reason: withheld }),
  ResponseValidated: (data) => data,
  QuestionReturned: (data) => ({ ...data, message: withheld }),
  ReturnAnswered: (data) => ({ ...data, text: withheld }),
  ReturnCancelled: (data) => ({ ...data, reason: withheld }),
  ResponseWithdrawn: (data) => ({ ...data, reason: withheld }),
};

// As in integration-message.ts: a table by type, applied to a union.
const apply = (table: object, { type, data }: { readonly type: string; readonly data: unknown }) =>
  (table as Record<string, ((data: unknown) => unknown) | undefined>)[type]?.(data);

type Stored = { readonly schemaVersion: number; readonly data: unknown };

const storedOf = (message: IntegrationMessage): Stored => {
  const { type } = message;
  if (type in responses)
    return { schemaVersion: responseCodec.versionOf(type), data: apply(responses, message) };
  if (type in campaigns) {
    const event = { type, data: apply(campaigns, message) } as CampaignEvent;
    return { schemaVersion: campaignCodec.versionOf(type), data: storedCampaignData(event) };
  }
  throw new BrokenAssumption(`${type} is no event of a campaign or of a response`);
};

const recordedOf = (message: IntegrationMessage): RecordedEvent => {
  const { id, type, subject, revision, recordedAt, cause, academy, synthetic } = message;
  return {
    id,
    type,
    ...storedOf(message),
    stream: subject,
    revision,
    position: position(BigInt(message.position)),
    recordedAt,
    metadata: {
      actor: { role: withheld, id: withheld },
      correlationId: withheld,
      cause,
      ...(academy !== null && { academy }),
      ...(synthetic && { synthetic }),
    },
  };
};

/** What a message of the topics of campaigns or of responses says: an event, or that none is missing. */
export type Told = { readonly position: Position; readonly event: RecordedEvent | null };

/**
 * Reads a message back into an event that the codecs of its context decode. Who acted, and every text that a
 * person wrote, are not in it. Throws for a value that is no message of these topics.
 */
export const eventOfMessage = (value: string): Told => {
  const read = readMessage(value);
  if (!read.ok) throw new BrokenAssumption(`a message cannot be read: ${read.error}`);
  const message = read.value;
  return {
    position: position(BigInt(message.position)),
    event: isWatermark(message) ? null : recordedOf(message),
  };
};
