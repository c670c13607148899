import type { Problem } from '#kernel';

import { quote, refused, text } from './problem.js';

/** Another message has had the same id. */
export const messageIdReused = (): Problem =>
  refused('MESSAGE_ID_REUSED', {
    field: 'id',
    message: text(
      'Un autre message de la même source, au contenu différent, porte déjà cet identifiant.',
      'Another message of the same source, with other content, has this id already.',
    ),
    allowed: text(
      'un nouvel UUID par message ; le même pour le même message',
      'a new UUID for each message; the same one for the same message',
    ),
    remedy: text(
      'Envoyez ce contenu sous un nouvel identifiant.',
      'Send this content under a new id.',
    ),
  });

/** Nobody has said what the source of a message may write for. */
export const sourceNotAllowed = (source: string): Problem =>
  refused('SOURCE_NOT_ALLOWED', {
    field: 'source',
    found: quote(source),
    message: text(
      `La source « ${quote(source)} » n’est pas de celles dont on reçoit des réponses.`,
      `The source "${quote(source)}" is not one of those that answers are taken from.`,
    ),
    allowed: text('une source enregistrée', 'a source that is registered'),
    remedy: text(
      'Demandez à l’exploitant d’ajouter votre source à INTAKE_SOURCES, puis envoyez sous un nouvel identifiant.',
      'Ask the operator to add your source to INTAKE_SOURCES, then send it under a new id.',
    ),
  });

/** A tool of one académie answers for a school of another. */
export const schoolOutOfReach = (uai: string, academies: readonly string[]): Problem =>
  refused('SCHOOL_OUT_OF_REACH', {
    field: 'uai',
    found: quote(uai),
    message: text(
      `L’établissement ${quote(uai)} n’est pas de ceux pour lesquels cette source répond.`,
      `School ${quote(uai)} is not one of those that this source answers for.`,
    ),
    allowed: text(
      `les établissements des académies ${academies.join(', ')}`,
      `schools of the académies ${academies.join(', ')}`,
    ),
    remedy: text(
      'Vérifiez l’UAI ; s’il est juste, un autre outil répond pour cet établissement.',
      'Check the UAI; if it is right, another tool answers for this school.',
    ),
  });

/** Messages of one school are in order only when its UAI is their key. */
export const messageKeyWrong = (uai: string): Problem =>
  refused('MESSAGE_KEY_WRONG', {
    field: 'key',
    message: text(
      'La clé du message n’est pas l’UAI de l’établissement : l’ordre des messages serait perdu.',
      'The key of the message is not the UAI of the school: the order of its messages would be lost.',
    ),
    allowed: text(`la clé ${quote(uai)}`, `the key ${quote(uai)}`),
    remedy: text(
      'Donnez au message la clé qu’a son champ uai, et un nouvel identifiant.',
      'Give the message the key that its field uai has, and a new id.',
    ),
  });
