/** Where tools send what they ask for schools. Key: the school's UAI. */
export const inboundTopic = 'observatory.submissions.inbound.v1';

/** Where they are answered. Key: that of the message. */
export const repliesTopic = 'observatory.submissions.replies.v1';

/** Where messages that cannot be read go, whole, with the reason in their headers. */
export const deadLettersTopic = 'observatory.submissions.dead-letter.v1';

/** Headers of a dead letter; those of the message itself stay beside them. */
export const deadLetterHeaders = {
  code: 'problem-code',
  reason: 'problem-reason',
  topic: 'origin-topic',
  partition: 'origin-partition',
  offset: 'origin-offset',
  /** ISO 8601, UTC. */
  at: 'dead-at',
  /** 1 for a message that came for the first time; one more for each retry. */
  attempt: 'attempt',
} as const;
