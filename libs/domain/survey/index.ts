export {
  type Comparability,
  type Option,
  type Question,
  type Questionnaire,
  questionnaireKey,
  questionsOf,
  type QuestionType,
  questionTypes,
  type Rule,
  type Section,
} from './questionnaire.js';
export { expressionTypeOf, expressionTypesOf } from './expression-types.js';
export { type AnswerCell } from './answer-text.js';
export {
  checkQuestionnaire,
  type CompiledQuestion,
  type CompiledQuestionnaire,
  type CompiledRule,
  compileQuestionnaire,
} from './compiled-questionnaire.js';
export {
  answerStateOf,
  canonicalDeclaration,
  declarationOfCells,
  normaliseDeclaration,
  parseAnswerText,
  type RawDeclaration,
} from './declaration.js';
export { assess, type Assessed } from './assess.js';
export { allowedBy } from './problems.js';
