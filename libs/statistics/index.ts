export {
  compileCoverageMeasures,
  compileMeasures,
  coverageEnvironment,
  type CoverageState,
  type Measure,
  type Measures,
  slotsPerMeasure,
} from './measures.js';
export {
  decimalOfUnits,
  type FigureValue,
  figureValue,
  noSums,
  plus,
  responseRate,
  type Sums,
  sumsOfTexts,
} from './figure-value.js';
