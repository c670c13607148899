export { type FiguresContext } from './batch.js';
export {
  all,
  type Cell,
  type CellRow,
  cellText,
  country,
  type Leaf,
  type PastCell,
  segmentBits,
} from './cells.js';
export { type CampaignSums } from './counter.js';
export { sumsFrom, valuesOf } from './exact-sums.js';
export { type PageRow, strandCount } from './journal.js';
export {
  entriesOf,
  type JournalEntry,
  type LeafPlace,
  type LeafSegment,
  type PackedJournal,
  pageLength,
} from './journal-page.js';
export { changesOnWay } from './journal-sums.js';
export { countedOf, type CountedVersion } from './standing.js';
export { count, type Counted, type Counts, emptyTally, type Tally } from './tally.js';
export { type Contribution, type Flags, type Gauge, type Profile } from './contribution.js';
export {
  type Enrolled,
  type ExcludedRow,
  type RespondentRow,
  type ResponseRow,
  type RoundRow,
  type Standing,
  type StoredStatus,
} from './figures.rows.js';
export {
  type FigureEvent,
  type FiguresChanges,
  type Projecting,
  projecting,
  projectVersions,
  touched,
  type VersionChanges,
} from './figures.projection.js';
export { settle, type SumChanges, type Uncounted } from './settlement.projection.js';
