export {
  type Aggregation,
  aggregations,
  type Indicator,
  indicatorKey,
  type Target,
} from './indicator.js';
