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
