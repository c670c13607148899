import { type Context, mistaken, unknownName } from './context.js';
import type { Span } from './mistake.js';
import type { Node } from './syntax.js';
import { answer, isAnswered, previousAnswer, schoolTerm, type Term } from './term.js';
import { type ExpressionType, isSchoolField, schoolFields } from './types.js';

type Reference = Span & { readonly code: string; readonly inPrevious: boolean };

/** The question that a node names, bare or in previous(…); undefined when it names none. */
export const referenceIn = (node: Node): Reference | undefined => {
  if (node.kind === 'question') return { ...node, inPrevious: false };
  if (node.kind !== 'call' || node.name !== 'previous') return undefined;
  const [inner] = node.args;
  return inner?.kind === 'question' && node.args.length === 1
    ? { code: inner.code, start: inner.start, end: inner.end, inPrevious: true }
    : undefined;
};

/** The type of the question that is referred to, noted among the references; null when there is none. */
const resolve = (context: Context, reference: Reference): ExpressionType | null => {
  const { questions } = context.symbols;
  const type = questions.get(reference.code);
  if (type === undefined) {
    return unknownName(context, {
      start: reference.start,
      end: reference.end,
      name: reference.code,
      known: [...questions.keys()],
      code: 'EXPRESSION_UNKNOWN_QUESTION',
      what: { fr: 'La question', en: 'The question' },
    });
  }
  (reference.inPrevious ? context.previousReferences : context.references).add(reference.code);
  return type;
};

const refusePrevious = (context: Context, span: Span): null =>
  mistaken(context, span, {
    code: 'EXPRESSION_PREVIOUS_NOT_HERE',
    allowed: { fr: 'les réponses de la même campagne', en: 'the answers of the same campaign' },
    remedy: {
      fr: 'Seules les règles d’un questionnaire lisent la campagne précédente : retirez previous(…).',
      en: 'Only the rules of a questionnaire read the previous campaign: remove previous(…).',
    },
    message: { fr: 'previous(…) ne peut pas servir ici.', en: 'previous(…) cannot be used here.' },
  });

const isRefused = ({ symbols }: Context, { inPrevious }: Reference): boolean =>
  inPrevious && !symbols.previous;

export const questionTerm = (context: Context, reference: Reference): Term | null => {
  if (isRefused(context, reference)) return refusePrevious(context, reference);
  const type = resolve(context, reference);
  if (type === null) return null;
  return reference.inPrevious ? previousAnswer(reference.code, type) : answer(reference.code, type);
};

/** answered(q), answered(previous(q)) */
export const answeredTerm = (context: Context, node: Node): Term | null => {
  const reference = referenceIn(node);
  if (reference === undefined) return notAQuestion(context, node, 'answered(charte_usage)');
  if (isRefused(context, reference)) return refusePrevious(context, reference);
  return resolve(context, reference) === null
    ? null
    : isAnswered(reference.code, reference.inPrevious);
};

export const notAQuestion = (context: Context, span: Span, example: string): null =>
  mistaken(context, span, {
    code: 'EXPRESSION_NOT_A_QUESTION',
    allowed: { fr: 'le code d’une question', en: 'the code of a question' },
    remedy: { fr: `Écrivez par exemple ${example}.`, en: `Write for example ${example}.` },
    message: {
      fr: 'Le code d’une question est attendu ici.',
      en: 'The code of a question is expected here.',
    },
  });

export const schoolReference = (context: Context, span: Span, field: string): Term | null => {
  if (!context.symbols.school) {
    return mistaken(context, span, {
      code: 'EXPRESSION_SCHOOL_NOT_HERE',
      allowed: { fr: 'des questions', en: 'questions' },
      remedy: {
        fr: 'Retirez « school. » : seules les réponses comptent ici.',
        en: 'Remove "school.": only answers count here.',
      },
      message: { fr: 'L’école ne peut pas servir ici.', en: 'The school cannot be used here.' },
    });
  }
  if (isSchoolField(field)) return schoolTerm(field, schoolFields[field]);
  return unknownName(context, {
    ...span,
    name: field,
    known: Object.keys(schoolFields),
    code: 'EXPRESSION_UNKNOWN_SCHOOL_FIELD',
    what: { fr: 'Le champ d’école', en: 'The school field' },
  });
};
