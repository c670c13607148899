export {
  checkIndicator,
  compileIndicator,
  type CompiledIndicator,
  type CoverageCount,
} from './compiled-indicator.js';
export {
  type Aggregation,
  type DefinitionComparability,
  type Indicator,
  indicatorKey,
  type Target,
} from './indicator.js';
