import type { Moment } from '#application';
import type { Position } from '#kernel';

/** The state of knowledge that everything under one `observatory` field is read in. */
export type View = {
  readonly moment: Moment;
  /** How far the read models are. */
  readonly position: Position;
};

/** A plain row, and the view that its relations are resolved in. GraphQL never shows the view. */
export type Viewed<Row> = Row & { readonly view: View };

export const viewed = <Row extends object>(row: Row, view: View): Viewed<Row> => ({ ...row, view });
