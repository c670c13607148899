export { explainBlank } from './blanks.js';
export { functionNames } from './call.js';
export { type Compiled, compileExpression } from './compile.js';
export {
  both,
  type DefinitionMistake,
  didYouMean,
  type ExpressionMistake,
  listed,
} from './mistake.js';
export { nearest } from './nearest.js';
export { parseExpression } from './parser.js';
export { type Node, print } from './syntax.js';
export { unitsOf } from './term.js';
export {
  type Environment,
  type ExpressionType,
  type School,
  schoolFields,
  type Symbols,
  type Value,
} from './types.js';
