export {
  checkIndicator,
  compileIndicator,
  type CompiledIndicator,
  type CoverageCount,
  coverageCounts,
} from './compiled-indicator.js';
export {
  type Aggregation,
  aggregations,
  type Indicator,
  indicatorKey,
  type Target,
} from './indicator.js';
