export {
  type Comparability,
  type Option,
  type Question,
  type Questionnaire,
  questionnaireKey,
  questionsOf,
  type Section,
} from './questionnaire.js';
export { expressionTypesOf } from './expression-types.js';
export { type AnswerCell } from './answer-text.js';
export {
  checkQuestionnaire,
  type CompiledQuestion,
  type CompiledQuestionnaire,
  compileQuestionnaire,
} from './compiled-questionnaire.js';
export { canonicalDeclaration } from './canonical-declaration.js';
export {
  answerStateOf,
  declarationOfCells,
  normaliseDeclaration,
  parseAnswerText,
  type RawDeclaration,
} from './declaration.js';
export { assess } from './assess.js';
export { allowedBy } from './problems.js';
