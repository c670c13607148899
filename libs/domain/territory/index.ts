export {
  type Classification,
  degrees,
  type Location,
  schoolTypes,
  type Sector,
  sectors,
  type TerritoryEvent,
} from './territory.events.js';
export {
  type SchoolDescription,
  type SchoolState,
  territory,
  type TerritoryCommand,
  type TerritoryRefusal,
} from './territory.decider.js';
export { territoryCodec } from './territory.codec.js';
