export { type FiguresContext } from './batch.js';
export { all, type CellKind, cellKinds, type CellRow, country, type Leaf } from './cells.js';
export {
  type Answered,
  type Contribution,
  type Flags,
  type Gauge,
  notReceived,
  type Profile,
} from './contribution.js';
export {
  type Enrolled,
  type ExcludedRow,
  type RespondentRow,
  type ResponseRow,
  type RoundRow,
  type Standing,
  type StoredStatus,
} from './figures.rows.js';
export { type FigureEvent, type FiguresChanges, project, touched } from './figures.projection.js';
export { type History } from './history.js';
