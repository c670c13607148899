import type { Problem } from '#kernel';

import {
  messageIdReused,
  messageKeyWrong,
  schoolOutOfReach,
  sourceNotAllowed,
} from '../application/problems/intake.problems.js';

/** Everything that taking messages in tells, beyond what the use cases tell. */
export const intakeProblems: readonly Problem[] = [
  messageIdReused(),
  messageKeyWrong('0131884C'),
  schoolOutOfReach('0131884C', ['16']),
  sourceNotAllowed('outil-inconnu'),
];
