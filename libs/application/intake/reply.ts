import {
  type InboundMessage,
  type InboundReply,
  messageVersion,
  type ReplyProblem,
} from '#contracts';
import type { Bilingual, Problem } from '#kernel';

import type { Outcome } from '../receipt.js';
import { keyOf } from './asked.js';

// Numbers, days, codes: what repeats nothing that a person may have written.
const plain = /^([-+\d.,:/ ]*|true|false|null|NC|[a-z0-9]+(_[a-z0-9]+)+)$/;
const withheld = '…';

const isPlain = (found: string, { campaign, source, uai }: InboundMessage): boolean =>
  plain.test(found) || [campaign, source, uai, uai.toUpperCase()].includes(found);

const wordy = /^[\p{L}\p{N}]+$/u;

/** A text without what was found in it; a word only where it stands alone, or a short one would spoil others. */
const withholding =
  (found: string) =>
  (text: string): string =>
    wordy.test(found)
      ? text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${found}(?![\\p{L}\\p{N}])`, 'gu'), withheld)
      : text.replaceAll(found, withheld);

/** A problem without the free text that it is about, nor what somebody else has written in the meantime. */
const told = (problem: Problem, message: InboundMessage): ReplyProblem => {
  const { code, severity, field, found, rule } = problem;
  const isTold = isPlain(found, message);
  const spoken = isTold ? (text: string) => text : withholding(found);
  const without = ({ fr, en }: Bilingual): Bilingual => ({ fr: spoken(fr), en: spoken(en) });
  return {
    code,
    severity,
    field,
    found: isTold ? found : withheld,
    allowed: without(problem.allowed),
    remedy: without(problem.remedy),
    message: without(problem.message),
    ...(rule !== undefined && { rule }),
  };
};

/** What a message is answered with. */
export const replyOf = (message: InboundMessage, outcome: Outcome): InboundReply => {
  const { source, reference = null, campaign, uai } = message;
  const addressed = {
    version: messageVersion,
    inReplyTo: keyOf(message).id,
    source,
    reference,
    campaign,
    uai,
  } as const;
  if (!outcome.ok) {
    const problems = outcome.error.map((problem) => told(problem, message));
    return { type: 'Refused', ...addressed, problems };
  }
  const { submissionId, contentHash, recordedAt, position, revision, effect, warnings } =
    outcome.value;
  return {
    type: 'Accepted',
    ...addressed,
    receipt: {
      ...{ submissionId, contentHash, recordedAt, revision, effect },
      position: String(position),
    },
    problems: warnings.map((problem) => told(problem, message)),
  };
};
