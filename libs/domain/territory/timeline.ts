/**
 * What one source says of one day. `weight` ranks what sources say of the same day where the value itself
 * decides; `topic` keeps apart different things that one source says of the same day.
 */
export type Assertion<Value> = {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly source: string;
  readonly value: Value;
  /** The event that said it, by its place in the stream. */
  readonly revision: number;
  readonly weight: number;
  readonly topic: string;
};

/** Every assertion about one fact of one school, in the order in which they were recorded. */
export type Timeline<Value> = readonly Assertion<Value>[];

const compared = (left: string | number, right: string | number): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

const sameSaying = (left: Assertion<unknown>, right: Assertion<unknown>): boolean =>
  left.day === right.day && left.source === right.source && left.topic === right.topic;

const isCorrected = <Value>(timeline: Timeline<Value>, one: Assertion<Value>): boolean =>
  timeline.some((other) => sameSaying(one, other) && other.revision > one.revision);

/**
 * The assertions that hold, in a total order that does not depend on when they were recorded: by day, then
 * weight, then source. Of the same day the last prevails. A source that says again of the same day corrects
 * itself: what it said last holds, and that alone depends on the order of recording.
 */
export const inForce = <Value>(timeline: Timeline<Value>): Timeline<Value> =>
  timeline
    .filter((one) => !isCorrected(timeline, one))
    .sort(
      (left, right) =>
        compared(left.day, right.day) ||
        compared(left.weight, right.weight) ||
        compared(left.source, right.source) ||
        compared(left.topic, right.topic),
    );

/** What holds on a day: what was last said of it or of a day before; else the first that is known. */
export const valueOn = <Value>(timeline: Timeline<Value>, day: string): Value | undefined => {
  const held = inForce(timeline);
  return (held.findLast((one) => one.day <= day) ?? held[0])?.value;
};

/** What a source has said of a day, as it said it last. */
export const saidBy = <Value>(
  timeline: Timeline<Value>,
  { day, source, topic }: Pick<Assertion<Value>, 'day' | 'source' | 'topic'>,
): Value | undefined =>
  inForce(timeline).find((one) => one.day === day && one.source === source && one.topic === topic)
    ?.value;

export const without = <Value>(
  timeline: Timeline<Value>,
  revisions: ReadonlySet<number>,
): Timeline<Value> => timeline.filter(({ revision }) => !revisions.has(revision));
