export {
  compileCoverageMeasures,
  compileMeasures,
  coverageEnvironment,
  type Measures,
  slotsPerMeasure,
} from './measures.js';
export {
  decimalOfUnits,
  figureValue,
  noSums,
  plus,
  responseRate,
  type Sums,
  sumsOfTexts,
} from './figure-value.js';
export { type Explainer, explainerOf, questionsRead, scopeOf } from './explanation.js';
