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

const fields = ['reason', 'message', 'justification', 'title'] as const;

const refusedText = (field: string, found: string): Problem =>
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

const isUnfit = (found: string | null | undefined): found is string =>
  typeof found === 'string' && !isFit(found);

/** What is wrong with the texts of a command, each by its field. */
export const textProblems = (written: Written): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const field of fields) {
    const found = written[field];
    if (isUnfit(found)) problems.push(refusedText(field, found));
  }
  for (const { rule, text: why } of written.justifications ?? [])
    for (const found of [rule, why])
      if (isUnfit(found)) problems.push(refusedText('justifications', found));
  return problems;
};
