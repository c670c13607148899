import type { PublicationRefusal } from '#domain/publication';
import { type Position, type Problem, unreachable } from '#kernel';

import { quote, reasonRequired, refused, text } from './problem.js';

export const publicationUnknown = (id: string): Problem =>
  refused('PUBLICATION_UNKNOWN', {
    field: 'publication',
    found: quote(id),
    message: text(
      `Aucune publication ne s’appelle « ${quote(id)} ».`,
      `No publication is called "${quote(id)}".`,
    ),
    allowed: text(
      'l’identifiant d’une publication : etic-1d-2014-v1',
      'the id of a publication: etic-1d-2014-v1',
    ),
    remedy: text(
      'Listez-les : observatory publication list.',
      'List them: observatory publication list.',
    ),
  });

export const seriesMalformed = (series: string): Problem =>
  refused('PUBLICATION_SERIES_MALFORMED', {
    field: 'series',
    found: quote(series),
    message: text(
      `« ${quote(series)} » ne peut pas nommer une série de publications.`,
      `"${quote(series)}" cannot name a series of publications.`,
    ),
    allowed: text(
      'des minuscules sans accent, des chiffres et des tirets, 60 caractères au plus : etic-1d-2014',
      'lower-case letters, digits and hyphens, at most 60 characters: etic-1d-2014',
    ),
    remedy: text('Donnez un autre nom avec --id.', 'Give another name with --id.'),
  });

export const titleMissing = (): Problem =>
  refused('PUBLICATION_TITLE_MISSING', {
    field: 'title',
    message: text('Une publication a un titre.', 'A publication has a title.'),
    allowed: text('quelques mots', 'a few words'),
    remedy: text(
      'Donnez --title, et --title-en en anglais.',
      'Give --title, and --title-en in English.',
    ),
  });

export const nothingToPublish = (): Problem =>
  refused('PUBLICATION_SCOPE_EMPTY', {
    field: 'campaigns',
    message: text(
      'Aucune campagne ne correspond, à cette position du journal.',
      'No campaign matches, at this position of the log.',
    ),
    allowed: text(
      'des campagnes ouvertes à cette position, ou des enquêtes et des années qui en ont',
      'campaigns opened by that position, or surveys and years that have some',
    ),
    remedy: text(
      'Listez-les : observatory campaign list.',
      'List them: observatory campaign list.',
    ),
  });

export const positionNotReached = (asked: Position, head: Position): Problem =>
  refused('PUBLICATION_POSITION_UNKNOWN', {
    field: 'position',
    found: String(asked),
    message: text(
      `Le journal s’arrête à la position ${String(head)}.`,
      `The log ends at position ${String(head)}.`,
    ),
    allowed: text(`1 à ${String(head)}`, `1 to ${String(head)}`),
    remedy: text('Choisissez une position connue.', 'Choose a known position.'),
  });

export const readModelsBehind = (asked: Position): Problem =>
  refused('READ_MODELS_BEHIND', {
    field: 'position',
    found: String(asked),
    message: text(
      'Les modèles de lecture ne sont pas encore à cette position : rien n’a été publié.',
      'The read models are not at this position yet: nothing was published.',
    ),
    allowed: text('des modèles de lecture à jour', 'read models that are up to date'),
    remedy: text('Réessayez dans un instant.', 'Try again in a moment.'),
  });

const notNext = (found: string, expected: string): Problem =>
  refused('PUBLICATION_NOT_NEXT', {
    field: 'publication',
    found,
    message: text(
      `Quelqu’un d’autre vient de publier dans cette série : la suivante est ${expected}.`,
      `Somebody else has just published in this series: the next is ${expected}.`,
    ),
    allowed: text(expected, expected),
    remedy: text(
      'Relisez la dernière, puis publiez de nouveau.',
      'Read the last one, then publish again.',
    ),
  });

const stands = (standing: string): Problem =>
  refused('PUBLICATION_DEFINITIVE_STANDS', {
    field: 'replaces',
    found: standing,
    message: text(
      `La publication définitive ${standing} est en vigueur.`,
      `The definitive publication ${standing} stands.`,
    ),
    allowed: text(
      `une publication définitive qui dit la remplacer : ${standing}`,
      `a definitive publication that says it replaces it: ${standing}`,
    ),
    remedy: text(
      `Publiez avec --state definitive --replaces ${standing}, ou retirez-la d’abord.`,
      `Publish with --state definitive --replaces ${standing}, or withdraw it first.`,
    ),
  });

const replacedUnknown = (replaces: string): Problem => ({
  ...publicationUnknown(replaces),
  field: 'replaces',
  allowed: text('une publication de la même série', 'a publication of the same series'),
});

const alreadyWithdrawn = (id: string): Problem =>
  refused('PUBLICATION_ALREADY_WITHDRAWN', {
    field: 'publication',
    found: id,
    message: text(
      `La publication ${id} a déjà été retirée.`,
      `The publication ${id} has been withdrawn already.`,
    ),
    allowed: text(
      'une publication qui n’a pas été retirée',
      'a publication that was not withdrawn',
    ),
    remedy: text(
      'Rien à faire : le motif est dans le registre.',
      'Nothing to do: the reason is in the ledger.',
    ),
  });

/** Why a command on a series was refused. */
export const publicationProblem = (refusal: PublicationRefusal): Problem => {
  switch (refusal.kind) {
    case 'PublicationNotNext':
      return notNext(refusal.publication, refusal.expected);
    case 'PublicationChainBroken':
      return notNext(refusal.publication, refusal.expected?.publication ?? refusal.publication);
    case 'DefinitivePublicationStands':
      return stands(refusal.standing);
    case 'ReplacedPublicationUnknown':
      return replacedUnknown(refusal.replaces);
    case 'PublicationUnknown':
      return publicationUnknown(refusal.publication);
    case 'PublicationAlreadyWithdrawn':
      return alreadyWithdrawn(refusal.publication);
    case 'WithdrawalNeedsReason':
      return reasonRequired(
        text(
          'Retirer une publication demande un motif.',
          'Withdrawing a publication takes a reason.',
        ),
      );
    default:
      return unreachable(refusal);
  }
};
