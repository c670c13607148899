export { type CampaignSums, type FiguresContext } from './batch.js';
export {
  all,
  type Cell,
  type CellRow,
  cellText,
  type Leaf,
  type PastCell,
  segmentBits,
} from './cells.js';
export { sumsFrom, valuesOf } from './exact-sums.js';
export { type Counts } from './tally.js';
export { type Contribution, type Flags, type Gauge, type Profile } from './contribution.js';
export {
  type Enrolled,
  type ExcludedRow,
  type RespondentRow,
  type ResponseRow,
  type RoundRow,
  type Standing,
} from './figures.rows.js';
export { type FigureEvent, type FiguresChanges, project, touched } from './figures.projection.js';
