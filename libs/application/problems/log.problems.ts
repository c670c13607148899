import { type Problem, unreachable } from '#kernel';

import type { AppendRefusal } from '../event-store.port.js';
import { refused, text } from './problem.js';

/** A refusal of the log, told to whoever sent something to it. */
export const appendProblem = (refusal: AppendRefusal): Problem => {
  switch (refusal.kind) {
    case 'RevisionConflict':
      return refused('WRITE_CONFLICT', {
        field: 'expectedRevision',
        found: String(refusal.expected),
        message: text(
          'D’autres écritures sur la même école ont devancé la vôtre, plusieurs fois de suite.',
          'Other writes on the same school were faster than yours, several times in a row.',
        ),
        allowed: text(String(refusal.actual), String(refusal.actual)),
        remedy: text('Envoyez de nouveau.', 'Send it again.'),
      });
    case 'Overloaded':
      return refused('OVERLOADED', {
        found: String(refusal.waiting),
        message: text(
          `Le service est saturé : ${refusal.waiting} écritures attendent, pour ${refusal.limit} au plus.`,
          `The service is overloaded: ${refusal.waiting} writes are waiting, of ${refusal.limit} at most.`,
        ),
        allowed: text(`${refusal.limit} en attente`, `${refusal.limit} waiting`),
        remedy: text(
          'Attendez quelques secondes et envoyez de nouveau : rien n’a été enregistré.',
          'Wait a few seconds and send it again: nothing was recorded.',
        ),
      });
    case 'EventIdTaken':
    case 'EventRefused':
      return refused('EVENT_REFUSED', {
        found: refusal.reason,
        message: text(
          `Le journal ne peut pas conserver cet envoi : ${refusal.reason}.`,
          `The log cannot keep this input: ${refusal.reason}.`,
        ),
        allowed: text(
          'quelques mégaoctets au plus, sans caractère NUL',
          'a few megabytes at most, without a NUL character',
        ),
        remedy: text('Raccourcissez les textes libres.', 'Shorten the free texts.'),
      });
    default:
      return unreachable(refusal);
  }
};

/** The log cannot be reached: what was sent may have been recorded, and may be sent again without harm. */
export const eventLogUnavailable = (): Problem =>
  refused('EVENT_LOG_UNAVAILABLE', {
    message: text(
      'Le journal est momentanément injoignable : on ne sait pas si l’envoi a été enregistré.',
      'The log cannot be reached for the moment: whether this was recorded is not known.',
    ),
    allowed: text('un service en état de marche', 'a service that is up'),
    remedy: text(
      'Envoyez de nouveau dans une minute : le même contenu ne sera pas enregistré deux fois.',
      'Send it again in a minute: the same content will not be recorded twice.',
    ),
  });
