import { isPrintable, type Problem } from '#kernel';

import { quote, refused, text } from './problem.js';

const mostCharacters = 2_000;

/** What a person may have written in a command, by where: kept with the fact, for ever. */
type Written = {
  readonly type?: string;
  readonly reason?: string | null;
  readonly message?: string;
  readonly justification?: string;
  readonly title?: string;
  readonly justifications?: readonly { readonly rule: string; readonly text: string }[];
};

const isFit = (written: string): boolean =>
  written.length <= mostCharacters && isPrintable(written);

const refusedText = ([field, found]: readonly [string, string]): Problem =>
  refused('TEXT_REFUSED', {
    field,
    found: quote(found),
    message: text(
      `Ce texte de ${String(found.length)} caractères est trop long, ou contient des caractères de contrôle.`,
      `This text of ${String(found.length)} characters is too long, or holds control characters.`,
    ),
    allowed: text(
      `${String(mostCharacters)} caractères au plus, visibles`,
      `${String(mostCharacters)} characters at most, printable`,
    ),
    remedy: text(
      'Raccourcissez le texte et retirez les caractères invisibles.',
      'Shorten the text and remove invisible characters.',
    ),
  });

/** What is wrong with the texts of a command, each by its field. */
export const textProblems = (written: Written): readonly Problem[] => {
  const { reason, message, justification, title, justifications = [] } = written;
  const texts = Object.entries({ reason, message, justification, title });
  const justified = justifications.flatMap(({ rule, text: why }) => [rule, why]);
  return [...texts, ...justified.map((one) => ['justifications', one] as const)]
    .flatMap(([field, found]) => (typeof found === 'string' ? [[field, found] as const] : []))
    .filter(([, found]) => !isFit(found))
    .map(refusedText);
};
