import type { Uai } from '#kernel';

import { type Assertion, inForce, type Timeline } from './timeline.js';

/**
 * `opened` and `closed`: the day on which it became so, the day before being otherwise.
 * `listed`: a source finds it open that day.
 */
export type StatusKind = 'opened' | 'listed' | 'closed';

export type Status = { readonly kind: StatusKind; readonly absorbedBy: Uai | null };

/** Open or closed from a day on; null: since ever. */
export type StatusSpan = {
  readonly from: string | null;
  readonly isOpen: boolean;
  readonly absorbedBy: Uai | null;
};

/** Of what is said of the same day a closing prevails, and of closings the one that says why. */
const weightOf = (kind: StatusKind, absorbedBy: Uai | null): number => {
  if (kind === 'closed') return absorbedBy === null ? 2 : 3;
  return kind === 'opened' ? 0 : 1;
};

/** What a status says, and in which listing where that describes another day. */
export const statusTopic = (kind: StatusKind, listedOn: string | null): string =>
  listedOn === null ? kind : `${kind} ${listedOn}`;

type StatusSaying = Pick<Assertion<Status>, 'day' | 'source' | 'revision'> & {
  readonly listedOn?: string | null;
};

export const saidStatus = (
  timeline: Timeline<Status>,
  { day, source, revision, listedOn = null }: StatusSaying,
  { kind, absorbedBy }: Status,
): Timeline<Status> => {
  const weight = weightOf(kind, absorbedBy);
  const topic = statusTopic(kind, listedOn);
  return [...timeline, { day, source, revision, value: { kind, absorbedBy }, weight, topic }];
};

const spanOf = ({ day, value }: Assertion<Status>): StatusSpan => ({
  from: day,
  isOpen: value.kind !== 'closed',
  absorbedBy: value.absorbedBy,
});

/** What the first that is said tells of the time before it. */
const spanBefore = (first: Assertion<Status> | undefined): StatusSpan => ({
  from: null,
  isOpen: first?.value.kind !== 'opened',
  absorbedBy: null,
});

/** A school that was absorbed stays so while it is closed, whoever else says that it is closed. */
const sameSpan = (left: StatusSpan, right: StatusSpan): boolean =>
  left.isOpen === right.isOpen &&
  (right.absorbedBy === null || left.absorbedBy === right.absorbedBy);

/** Open and closed in turn, from ever on; never empty. */
export const statusSpans = (timeline: Timeline<Status>): readonly [StatusSpan, ...StatusSpan[]] => {
  const held = inForce(timeline);
  const spans: [StatusSpan, ...StatusSpan[]] = [spanBefore(held[0])];
  held.forEach((one, index) => {
    // of one day only the last holds
    if (held[index + 1]?.day === one.day) return;
    const span = spanOf(one);
    if (!sameSpan(spans.at(-1) ?? spans[0], span)) spans.push(span);
  });
  return spans;
};

export const statusOn = (timeline: Timeline<Status>, day: string): StatusSpan => {
  const spans = statusSpans(timeline);
  return spans.findLast(({ from }) => from === null || from <= day) ?? spans[0];
};

export const statusNow = (timeline: Timeline<Status>): StatusSpan => {
  const spans = statusSpans(timeline);
  return spans.at(-1) ?? spans[0];
};
