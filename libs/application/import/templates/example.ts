import { answersColumns, csvForSpreadsheet } from '#contracts';
import {
  answerStateOf,
  type CompiledQuestion,
  type CompiledQuestionnaire,
  compileQuestionnaire,
  parseAnswerText,
  type Question,
  type Questionnaire,
} from '#domain/survey';
import { type AnswerValue, checkLetterOf } from '#kernel';

/** How an example school answers, type by type. */
type Example = {
  /** No département starts with 999: such a UAI is valid, and no school's. */
  readonly digits: string;
  readonly pupils: number;
  readonly count: number;
  readonly texts: (question: Question) => string;
};

const note = '# EXEMPLE : données fictives / EXAMPLE: made-up data';
const justification = 'Exemple de justification : salle informatique en travaux.';

const within = ({ min, max }: Question, value: number): string =>
  String(Math.min(Math.max(value, Number(min ?? 0)), Number(max ?? value)));

const codesOf = (question: Question): readonly string[] => question.options.map(({ code }) => code);

const equipped: Example['texts'] = (question) => {
  const codes = codesOf(question);
  if (question.type === 'boolean') return 'oui';
  if (question.type === 'choice') return codes[1] ?? codes[0] ?? '';
  return question.type === 'choices' ? codes.slice(0, 2).join('|') : 'Exemple de texte';
};

const average: Example['texts'] = (question) => {
  const codes = codesOf(question);
  if (question.type === 'boolean') return 'oui';
  return question.type === 'text' ? '' : (codes.at(-1) ?? '');
};

/** Shows what is not the same: zero, no, no answer and not concerned. */
const unequipped: Example['texts'] = (question) => {
  if (question.type === 'boolean') return 'non';
  if (question.required) return codesOf(question)[0] ?? 'Exemple de texte';
  return question.type === 'choice' && question.mayNotConcern ? 'NC' : '';
};

const examples: readonly Example[] = [
  { digits: '9990001', pupils: 240, count: 24, texts: equipped },
  { digits: '9990002', pupils: 120, count: 12, texts: average },
  { digits: '9990003', pupils: 60, count: 0, texts: unequipped },
];

const cellOf = (question: Question, example: Example): string => {
  if (question.preloaded === 'pupils') return within(question, example.pupils);
  const isNumber = question.type === 'integer' || question.type === 'decimal';
  return isNumber ? within(question, example.count) : example.texts(question);
};

const answerOf = (question: CompiledQuestion, cell: string): AnswerValue | undefined => {
  const parsed = parseAnswerText(question, cell);
  return parsed.ok && parsed.value.kind === 'answer' ? parsed.value.value : undefined;
};

/** The cells of one school; a question that its earlier answers hide stays empty. */
const exampleRow = (compiled: CompiledQuestionnaire, example: Example): readonly string[] => {
  const answers: Record<string, AnswerValue> = {};
  const cells = compiled.questions.map((compiledQuestion) => {
    const { question } = compiledQuestion;
    const state = answerStateOf(compiled, { answers, notConcerned: [] }, question.code);
    const cell = state === 'not-asked' ? '' : cellOf(question, example);
    const answer = answerOf(compiledQuestion, cell);
    if (answer !== undefined) answers[question.code] = answer;
    return cell;
  });
  const uai = example.digits + checkLetterOf(example.digits);
  return [uai, ...cells, justification, 'EXEMPLE / EXAMPLE'];
};

/** A filled template for three schools that do not exist, marked as an example: every line can be taken in. */
export const exampleCsv = (questionnaire: Questionnaire): string => {
  const compiled = compileQuestionnaire(questionnaire);
  return csvForSpreadsheet([
    [...answersColumns(compiled.codes), note],
    ...examples.map((example) => exampleRow(compiled, example)),
  ]);
};
