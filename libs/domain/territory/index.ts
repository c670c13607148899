export {
  type Classification,
  type Degree,
  degrees,
  type Location,
  type SchoolType,
  schoolTypes,
  type Sector,
  sectors,
  type TerritoryEvent,
} from './territory.events.js';
