import type { ProjectionRefusal } from '#domain/projection';
import { type Problem, unreachable } from '#kernel';

import { quote, refused, text } from './problem.js';
import { reasonRequired } from './problem.js';

export const projectionUnknown = (
  name: string,
  known: readonly { readonly projection: string }[],
): Problem => {
  const names = known.map(({ projection }) => projection).join(', ');
  return refused('PROJECTION_UNKNOWN', {
    field: 'projection',
    found: quote(name),
    message: text(
      `Aucun modèle de lecture ne s’appelle « ${quote(name)} ».`,
      `No read model is called "${quote(name)}".`,
    ),
    allowed: text(names, names),
    remedy: text('Choisissez parmi ceux-là.', 'Choose one of those.'),
  });
};

type Refusal<Kind extends ProjectionRefusal['kind']> = Extract<ProjectionRefusal, { kind: Kind }>;

const notBlocked = ({ projection }: Refusal<'ProjectionNotBlocked'>): Problem =>
  refused('PROJECTION_NOT_BLOCKED', {
    field: 'projection',
    found: projection,
    message: text(
      `Aucun événement n’arrête ${projection} : il n’y a rien à passer.`,
      `No event stands in the way of ${projection}: there is nothing to skip.`,
    ),
    allowed: text(
      'un modèle de lecture arrêté par un événement',
      'a read model that an event has stopped',
    ),
    remedy: text(
      'Voyez où en sont les modèles de lecture : observatory projections.',
      'See where the read models are: observatory projections.',
    ),
  });

const notBlocking = ({ projection, position, blocking }: Refusal<'NotTheBlockingEvent'>): Problem =>
  refused('NOT_THE_BLOCKING_EVENT', {
    field: 'position',
    found: position,
    message: text(
      `L’événement ${position} n’est pas celui qui arrête ${projection} : c’est l’événement ${blocking}.`,
      `The event ${position} is not the one that stops ${projection}: that is the event ${blocking}.`,
    ),
    allowed: text(blocking, blocking),
    remedy: text(
      'Vérifiez la position. On ne passe que l’événement qui arrête, un à la fois.',
      'Check the position. Only the event in the way is skipped, one at a time.',
    ),
  });

const notSkipped = ({ projection, position, skipped }: Refusal<'EventNotSkipped'>): Problem => {
  const known = skipped.join(', ');
  return refused('EVENT_NOT_SKIPPED', {
    field: 'position',
    found: position,
    message: text(
      `L’événement ${position} n’est pas passé par ${projection}.`,
      `The event ${position} is not skipped by ${projection}.`,
    ),
    allowed: known === '' ? text('aucun', 'none') : text(known, known),
    remedy: text('Il n’y a rien à annuler.', 'There is nothing to revoke.'),
  });
};

/** A refusal about a projection, told to whoever runs the machine. */
export const projectionProblem = (refusal: ProjectionRefusal): Problem => {
  switch (refusal.kind) {
    case 'ReasonMissing':
      return reasonRequired(
        text(
          'Passer un événement, ou annuler ce choix, demande un motif.',
          'Skipping an event, or revoking that, takes a reason.',
        ),
      );
    case 'ProjectionNotBlocked':
      return notBlocked(refusal);
    case 'NotTheBlockingEvent':
      return notBlocking(refusal);
    case 'EventNotSkipped':
      return notSkipped(refusal);
    default:
      return unreachable(refusal);
  }
};
