export { adoptionCodec } from './adoption.codec.js';
export { adoption, type AdoptDefinitions, type AdoptionState } from './adoption.decider.js';
export { type AdoptionEvent, type DefinitionChange } from './adoption.events.js';
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
