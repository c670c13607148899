import { BusUnavailable, MessageRefused } from '#application';

// Node cannot see the names of its errors: the package builds its exports when it runs.
import kafkajs from 'kafkajs';

const refused: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
]);

const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : error;

const lost: ReadonlySet<string> = new Set([
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'FENCED_INSTANCE_ID',
]);

/** True when the group has gone on without this member: its partitions are others' now. */
export const lostMembership = (error: unknown): boolean => {
  const cause = causeOf(error);
  return cause instanceof kafkajs.KafkaJSProtocolError && lost.has(cause.type);
};

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** What the client throws, in the words of the port. */
export const translated = (error: unknown): Error => {
  if (error instanceof BusUnavailable || error instanceof MessageRefused) return error;
  const cause = causeOf(error);
  if (cause instanceof kafkajs.KafkaJSProtocolError && refused.has(cause.type))
    return new MessageRefused(`Kafka refuses a message: ${cause.message}`, { cause: error });
  return new BusUnavailable(`Kafka does not take the request: ${reasonOf(cause)}`, {
    cause: error,
  });
};
