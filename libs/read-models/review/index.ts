export {
  accessKey,
  type AccessRow,
  nothingBefore,
  project,
  type ReturnRow,
  type ReviewBefore,
  type ReviewEvent,
  returnKey,
  type Signed,
} from './review.projection.js';
export { type Deed } from './terms.js';
