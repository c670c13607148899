import type { CampaignPart, CampaignRefusal } from '#domain/campaign';
import type { Problem } from '#kernel';

import { quote, reasonRequired, refused, text } from './problem.js';

type AccessKind =
  'EndsInThePast' | 'NotLocked' | 'NoException' | 'UnlockingNeedsReason' | 'ExceptionNeedsReason';
export type AccessRefusal = Extract<CampaignRefusal, { kind: AccessKind }>;

const nameOf = ({ kind, code }: { readonly kind: string; readonly code: string }): string =>
  `${kind}:${quote(code)}`;

/** `until` is over before it begins. */
export const dayPast = (until: string, today: string): Problem =>
  refused('DAY_PAST', {
    field: 'until',
    found: until,
    message: text(`Le ${until} est déjà passé.`, `${until} is past already.`),
    allowed: text(`une date à partir du ${today}`, `a day from ${today} on`),
    remedy: text('Donnez une date à venir.', 'Give a day to come.'),
  });

export const partUnknown = (part: { readonly kind: string; readonly code: string }): Problem =>
  refused('CAMPAIGN_PART_UNKNOWN', {
    field: 'part',
    found: nameOf(part),
    message: text(
      `« ${nameOf(part)} » n’est pas une partie de cette campagne.`,
      `"${nameOf(part)}" is not a part of this campaign.`,
    ),
    allowed: text(
      'country:FR, academy:02, department:013 ou school: suivi de l’UAI d’une école attendue',
      'country:FR, academy:02, department:013, or school: with the UAI of an expected school',
    ),
    remedy: text('Vérifiez le code.', 'Check the code.'),
  });

const notLocked = (part: CampaignPart): Problem =>
  refused('ANSWERS_NOT_LOCKED', {
    field: 'part',
    found: nameOf(part),
    message: text(
      `Aucun verrou ne tient pour ${nameOf(part)}.`,
      `No lock holds for ${nameOf(part)}.`,
    ),
    allowed: text('une partie verrouillée', 'a part that is locked'),
    remedy: text(
      'Consultez les verrous de la campagne : un verrou plus large se lève tel quel.',
      'Look at the locks of the campaign: a wider lock is lifted as it was set.',
    ),
  });

const noException = (part: CampaignPart): Problem =>
  refused('EXCEPTION_UNKNOWN', {
    field: 'part',
    found: nameOf(part),
    message: text(
      `Aucune exception ne court pour ${nameOf(part)}.`,
      `No exception runs for ${nameOf(part)}.`,
    ),
    allowed: text('une partie à qui une exception est accordée', 'a part that was granted one'),
    remedy: text(
      'Consultez les exceptions de la campagne.',
      'Look at the exceptions of the campaign.',
    ),
  });

/** A refusal of the rules of locks and exceptions, told to whoever sets them. */
export const accessProblem = (refusal: AccessRefusal): Problem => {
  switch (refusal.kind) {
    case 'EndsInThePast':
      return dayPast(refusal.until, refusal.today);
    case 'NotLocked':
      return notLocked(refusal.part);
    case 'NoException':
      return noException(refusal.part);
    case 'UnlockingNeedsReason':
      return reasonRequired(
        text('Lever un verrou demande un motif.', 'Lifting a lock takes a reason.'),
      );
    case 'ExceptionNeedsReason':
      return reasonRequired(
        text(
          'Une exception demande un motif, pour l’accorder comme pour la retirer.',
          'An exception takes a reason, to grant it and to withdraw it.',
        ),
      );
  }
};

export const isAccessRefusal = (refusal: CampaignRefusal): refusal is AccessRefusal =>
  !('campaign' in refusal);
