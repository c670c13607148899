/** Which event, of which projection: `position` is decimal digits, as JSON has no 64-bit integers. */
type About = {
  readonly projection: string;
  readonly position: string;
  readonly eventId: string;
  readonly reason: string;
};

/**
 * What was decided about a projection. A skipped event stays in the log and counts in every other projection;
 * rows of this one are made as if it had never been.
 */
export type ProjectionEvent =
  | { readonly type: 'EventSkipped'; readonly data: About }
  | { readonly type: 'SkipRevoked'; readonly data: About };
