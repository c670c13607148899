import type { ResponseRefusal } from '#domain/response';
import { type Bilingual, type Problem, unreachable } from '#kernel';

import { reasonRequired, refused, text } from './problem.js';
import { isReturnRefusal, type ReturnRefusal, returnProblems } from './return.problems.js';

const why: Readonly<Record<string, Bilingual>> = {
  closed: text('elle était fermée à l’ouverture', 'it was closed when the campaign opened'),
  'not-yet-open': text(
    'elle n’était pas encore ouverte au début de la campagne',
    'it was not yet open when the campaign began',
  ),
  'outside-field': text('elle est hors du champ', 'it is outside the field'),
  named: text('elle en a été exclue nommément', 'it was excluded by name'),
};

/** `reason`: why the campaign excluded the school; null when it never considered it. */
const schoolNotExpected = (uai: string, reason: string | null): Problem => {
  const because = why[reason ?? 'outside-field'] ?? text(reason ?? '', reason ?? '');
  return refused('SCHOOL_NOT_EXPECTED', {
    field: 'uai',
    found: uai,
    message: text(
      `L’école ${uai} n’est pas attendue dans cette campagne : ${because.fr}.`,
      `The school ${uai} is not expected in this campaign: ${because.en}.`,
    ),
    allowed: text(
      'une école de la liste figée à l’ouverture de la campagne',
      'a school of the list that was frozen when the campaign opened',
    ),
    remedy: text(
      'Vérifiez l’UAI et la campagne ; sinon, écrivez à l’observatoire de votre académie.',
      'Check the UAI and the campaign; otherwise, write to the observatory of your académie.',
    ),
  });
};

const nothingSubmitted = (status: string): Problem =>
  refused('NOTHING_SUBMITTED', {
    found: status,
    message: text(
      'Aucune réponse envoyée n’est en place : il n’y a rien à corriger, retirer ou valider.',
      'No submitted response stands: there is nothing to correct, withdraw or validate.',
    ),
    allowed: text('une réponse envoyée', 'a submitted response'),
    remedy: text('Envoyez d’abord une réponse.', 'Submit a response first.'),
  });

type Refusal<Kind extends ResponseRefusal['kind']> = Extract<ResponseRefusal, { kind: Kind }>;

const notYetOpen = ({ opensOn, today }: Refusal<'CampaignNotYetOpen'>): Problem =>
  refused('CAMPAIGN_NOT_OPEN', {
    field: 'campaign',
    found: today,
    message: text(
      `La campagne ne commence que le ${opensOn}.`,
      `The campaign begins on ${opensOn} only.`,
    ),
    allowed: text(`à partir du ${opensOn}`, `from ${opensOn} on`),
    remedy: text('Revenez à cette date.', 'Come back on that day.'),
  });

const campaignClosed = ({ closesOn }: Refusal<'CampaignClosed'>): Problem =>
  refused('CAMPAIGN_CLOSED', {
    field: 'campaign',
    found: closesOn,
    message: text(
      `La campagne est close ; elle était prévue jusqu’au ${closesOn}.`,
      `The campaign is closed; it was meant to last until ${closesOn}.`,
    ),
    allowed: text('une campagne ouverte', 'an open campaign'),
    remedy: text(
      'Demandez à l’observatoire de votre académie de la rouvrir, ou une exception pour votre école.',
      'Ask the observatory of your académie to reopen it, or for an exception for your school.',
    ),
  });

const answersLocked = ({ until }: Refusal<'AnswersLocked'>): Problem =>
  refused('ANSWERS_LOCKED', {
    field: 'campaign',
    found: until ?? '',
    message:
      until === null
        ? text(
            'Les réponses de la campagne sont verrouillées.',
            'The answers of the campaign are locked.',
          )
        : text(
            `Les réponses de la campagne sont verrouillées jusqu’au ${until} compris.`,
            `The answers of the campaign are locked up to and with ${until}.`,
          ),
    allowed: text(
      'une question retournée à l’école, ou une exception',
      'a question that was returned to the school, or an exception',
    ),
    remedy: text(
      'Demandez une exception à l’observatoire de votre académie.',
      'Ask the observatory of your académie for an exception.',
    ),
  });

const alreadySubmitted = ({ status }: Refusal<'AlreadySubmitted'>): Problem =>
  refused('ALREADY_SUBMITTED', {
    found: status,
    message: text(
      'La réponse a déjà été envoyée : un brouillon ne la changerait pas.',
      'The response has been submitted already: a draft would not change it.',
    ),
    allowed: text('une correction, avec son motif', 'a correction, with its reason'),
    remedy: text('Envoyez une correction.', 'Send a correction.'),
  });

const draftAlreadyStarted = (): Problem =>
  refused('DRAFT_ALREADY_STARTED', {
    message: text(
      'Un brouillon est déjà commencé : le préremplissage effacerait ce travail.',
      'A draft has been begun: prefilling would erase that work.',
    ),
    allowed: text('une réponse pas encore commencée', 'a response that is not begun'),
    remedy: text('Continuez le brouillon.', 'Go on with the draft.'),
  });

const problemOf = (refusal: Exclude<ResponseRefusal, ReturnRefusal>): Problem => {
  switch (refusal.kind) {
    case 'CampaignNotYetOpen':
      return notYetOpen(refusal);
    case 'CampaignClosed':
      return campaignClosed(refusal);
    case 'AnswersLocked':
      return answersLocked(refusal);
    case 'SchoolNotExpected':
      return schoolNotExpected(refusal.uai, refusal.exclusion);
    case 'AlreadySubmitted':
      return alreadySubmitted(refusal);
    case 'DraftAlreadyStarted':
      return draftAlreadyStarted();
    case 'CorrectionNeedsReason':
      return reasonRequired(
        text(
          'Une réponse différente est déjà en place : la remplacer demande un motif.',
          'Other answers stand already: replacing them takes a reason.',
        ),
      );
    case 'WithdrawalNeedsReason':
      return reasonRequired(
        text('Retirer une réponse demande un motif.', 'Withdrawing a response takes a reason.'),
      );
    case 'NothingSubmitted':
      return nothingSubmitted(refusal.status);
    default:
      return unreachable(refusal);
  }
};

/** A refusal of the response's rules, told to the school. */
export const responseProblems = (refusal: ResponseRefusal): readonly Problem[] =>
  isReturnRefusal(refusal) ? returnProblems(refusal) : [problemOf(refusal)];

export const nothingToPrefill = (uai: string): Problem =>
  refused('NOTHING_TO_PREFILL', {
    field: 'uai',
    found: uai,
    message: text(
      'Cette école n’a répondu à aucune campagne antérieure, et son effectif n’est pas connu.',
      'This school has answered no earlier campaign, and its head count is not known.',
    ),
    allowed: text('une école qui a déjà répondu', 'a school that has answered before'),
    remedy: text('Commencez un brouillon vide.', 'Begin an empty draft.'),
  });
