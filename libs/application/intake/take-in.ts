import { type InboundMessage, readMessage, type Unreadable } from '#contracts';
import { BrokenAssumption, err } from '#kernel';

import type {
  IncomingBatch,
  IncomingMessage,
  OutgoingMessage,
  TopicPartition,
} from '../bus.port.js';
import { messageIdReused } from '../problems/intake.problems.js';
import type { Outcome } from '../receipt.js';
import { executeOnResponse } from '../responses/response-command.js';
import type { Services } from '../services.js';
import { firstOfEach } from '../waves.js';
import { admissionProblems, type IntakeSources } from './admission.js';
import { atMostAtOnce } from './at-most-at-once.js';
import { commandOf, contextOf, digestOf, keyOf } from './asked.js';
import { deadLetterOf } from './dead-letter.js';
import { decidedOutcome } from './decided.js';
import { replyOf } from './reply.js';
import type { AnsweredMessage, MessageKey, ReplyBook } from './reply-book.port.js';
import type { IntakeTopics } from './topics.js';

export type IntakeGround = {
  readonly services: Services;
  readonly sources: IntakeSources;
  readonly replies: ReplyBook;
  readonly topics: IntakeTopics;
};

/** `repeated`: it had been answered before, and is given that reply again. */
type MessageFate = 'accepted' | 'refused' | 'repeated' | 'dead-letter';

/** What became of one message, and what is sent because of it. */
export type TakenIn = {
  readonly fate: MessageFate;
  /** Codes of what was wrong with it. */
  readonly codes: readonly string[];
  readonly outgoing: OutgoingMessage;
};

type Asked = {
  readonly index: number;
  readonly incoming: IncomingMessage;
  readonly message: InboundMessage;
  readonly key: MessageKey;
};

type Reply = { readonly fate: Exclude<MessageFate, 'dead-letter'>; readonly reply: string };

const mostAtOnce = 32;

const textOf = (bytes: Buffer | null): string | null => bytes?.toString('utf8') ?? null;

const answerOf = async (
  { services, sources }: IntakeGround,
  { incoming, message }: Asked,
): Promise<Outcome> => {
  const admitting = { ...services, sources };
  const problems = await admissionProblems(admitting, message, textOf(incoming.key));
  if (problems.length > 0) return err(problems);
  const command = commandOf(message);
  return decidedOutcome(command, () => executeOnResponse(services, command, contextOf(message)));
};

const writtenReply = (message: InboundMessage, outcome: Outcome): string =>
  JSON.stringify(replyOf(message, outcome));

/** Whether two messages of one id ask the same; the second one is told when not. */
const replyFrom = ({ message }: Asked, answered: AnsweredMessage, fate: Reply['fate']): Reply =>
  answered.digest === digestOf(message)
    ? { fate, reply: answered.reply }
    : { fate: 'refused', reply: writtenReply(message, err([messageIdReused()])) };

const answerAnew = async (
  ground: IntakeGround,
  wave: readonly Asked[],
): Promise<readonly Reply[]> => {
  const outcomes = await atMostAtOnce(mostAtOnce, wave, (asked) => answerOf(ground, asked));
  const answered = outcomes.map((outcome, at): AnsweredMessage => {
    const { key, message } = wave[at] as Asked;
    return { ...key, digest: digestOf(message), reply: writtenReply(message, outcome) };
  });
  const kept = await ground.replies.keep(answered);
  return wave.map((asked, at) =>
    replyFrom(
      asked,
      kept[at] as AnsweredMessage,
      outcomes[at]?.ok === true ? 'accepted' : 'refused',
    ),
  );
};

/** Messages of different schools: answered at the same time, and their replies kept before they are given. */
const answerWave = async (
  ground: IntakeGround,
  wave: readonly Asked[],
): Promise<readonly Reply[]> => {
  const known = await ground.replies.find(wave.map(({ key }) => key));
  const anew = await answerAnew(
    ground,
    wave.filter((_, at) => known[at] === undefined),
  );
  const answers = anew.values();
  return wave.map((asked, at) => {
    const before = known[at];
    if (before !== undefined) return replyFrom(asked, before, 'repeated');
    const answer = answers.next().value;
    if (answer === undefined) throw new BrokenAssumption('each message of a wave has an answer');
    return answer;
  });
};

const codesIn = (reply: string): readonly string[] =>
  (JSON.parse(reply) as { problems: readonly { code: string }[] }).problems.map(({ code }) => code);

const repliedTo = (
  { topics }: IntakeGround,
  { incoming, message }: Asked,
  answer: Reply,
): TakenIn => ({
  fate: answer.fate,
  codes: codesIn(answer.reply),
  outgoing: {
    topic: topics.replies,
    key: incoming.key,
    value: answer.reply,
    headers: { source: message.source, 'in-reply-to': keyOf(message).id },
  },
});

const buried = (
  { topics, services }: IntakeGround,
  from: TopicPartition,
  { incoming, why }: { readonly incoming: IncomingMessage; readonly why: Unreadable },
): TakenIn => ({
  fate: 'dead-letter',
  codes: [why.code],
  outgoing: deadLetterOf(incoming, {
    ...{ topic: from.topic, partition: from.partition, why },
    topicOfTheDead: topics.deadLetters,
    at: services.clock(),
  }),
});

/**
 * Takes in the messages of one partition, in their order for each school, different schools at the same time.
 * Answers in the order of the messages with what is to be sent: a reply, or the message itself as a dead letter.
 * Throws when anything is away, or will be done later: doing all of it again does no harm and gives the same.
 */
export const takeIn = async (
  ground: IntakeGround,
  { messages, ...from }: Pick<IncomingBatch, 'messages' | 'topic' | 'partition'>,
): Promise<readonly TakenIn[]> => {
  const taken = new Array<TakenIn>(messages.length);
  let waiting: readonly Asked[] = messages.flatMap((incoming, index) => {
    const read = readMessage(incoming.value);
    if (read.ok) return [{ index, incoming, message: read.value, key: keyOf(read.value) }];
    taken[index] = buried(ground, from, { incoming, why: read.error });
    return [];
  });
  while (waiting.length > 0) {
    const { now, later } = firstOfEach(waiting, ({ key }) => key.uai);
    const answers = await answerWave(ground, now);
    now.forEach((asked, at) => {
      taken[asked.index] = repliedTo(ground, asked, answers[at] as Reply);
    });
    waiting = later;
  }
  return taken;
};
