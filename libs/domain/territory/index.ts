export {
  type Classification,
  degrees,
  type Location,
  schoolTypes,
  type Sector,
  sectors,
  type TerritoryEvent,
  type Zone,
  type ZoneKind,
} from './territory.events.js';
export { territory, type TerritoryCommand, type TerritoryRefusal } from './territory.decider.js';
export { type SchoolDescription } from './describe-school.js';
export { isKnown, type SchoolLedger, type SchoolState } from './school-ledger.js';
export { statusNow, statusOn, statusSpans } from './school-status.js';
export { historyOf, type SchoolVersion } from './school-history.js';
export { inForce, valueOn } from './timeline.js';
export { territoryCodec } from './territory.codec.js';
