import { type Bilingual, type Position, type Problem, unreachable } from '#kernel';

import type { CommandCode } from '../problems/command-codes.js';
import { refused, text } from '../problems/problem.js';
import type { CopyRefusal } from './copy-log.js';

const at = (position: Position): { readonly field: string; readonly found: string } => ({
  field: 'position',
  found: String(position),
});

const told = (
  code: CommandCode,
  position: Position,
  texts: { readonly message: Bilingual; readonly allowed: Bilingual; readonly remedy: Bilingual },
): Problem => refused(code, { ...at(position), ...texts });

/** A refusal to copy a log, told to whoever runs the machine. */
export const copyProblem = ({ kind, position }: CopyRefusal): Problem => {
  switch (kind) {
    case 'TargetNotAPrefix':
      return told('LOG_TARGET_NOT_A_PREFIX', position, {
        message: text(
          `À la position ${position}, le journal de destination n’est pas celui de la source : rien n’a été écrit.`,
          `At position ${position} the target log is not that of the source: nothing was written.`,
        ),
        allowed: text(
          'un journal vide, ou le début du journal source',
          'an empty log, or the beginning of the source',
        ),
        remedy: text(
          'Donnez une destination vide, ou celle d’une copie commencée.',
          'Give an empty target, or that of a copy that was begun.',
        ),
      });
    case 'TargetMoved':
      return told('LOG_TARGET_MOVED', position, {
        message: text(
          `Quelqu’un d’autre écrit dans le journal de destination, après la position ${position}.`,
          `Somebody else writes to the target log, after position ${position}.`,
        ),
        allowed: text('une seule copie à la fois', 'one copy at a time'),
        remedy: text(
          'Arrêtez les autres processus qui ouvrent ce journal, puis relancez la copie.',
          'Stop the other processes that open that log, then run the copy again.',
        ),
      });
    case 'CopyDiffers':
      return told('LOG_COPY_DIFFERS', position, {
        message: text(
          `Relue, la copie diffère de la source à la position ${position} : elle n’est pas terminée.`,
          `Read back, the copy differs from the source at position ${position}: it is not finished.`,
        ),
        allowed: text('les mêmes événements', 'the same events'),
        remedy: text(
          'N’ouvrez pas cette copie. Recommencez vers une destination vide.',
          'Do not open this copy. Begin again with an empty target.',
        ),
      });
    default:
      return unreachable(kind);
  }
};
