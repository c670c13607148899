import type { Uai } from '#kernel';

import { isKnown, type SchoolLedger, type SchoolState } from './school-ledger.js';
import { statusOn, statusSpans } from './school-status.js';
import type { Classification, Location, Zone } from './territory.events.js';
import { inForce, type Timeline, valueOn } from './timeline.js';

/** A school between two days, as far as is known now. Days are YYYY-MM-DD. */
export type SchoolVersion = Classification &
  Location & {
    /** Null: since ever. */
    readonly validFrom: string | null;
    /** The first day of the version that follows; null: still so. */
    readonly validTo: string | null;
    readonly isOpen: boolean;
    readonly absorbedBy: Uai | null;
    readonly name: string;
    readonly circonscription: Zone | null;
    readonly bassin: Zone | null;
  };

type Facts = Omit<SchoolVersion, 'validFrom' | 'validTo'>;

/**
 * The place of a school on a day. An académie that changes because the map of académies did is no move:
 * the académie shown is that of the last source that found the school at that place.
 */
const placeOn = (timeline: Timeline<Location>, day: string): Location | undefined => {
  const held = inForce(timeline);
  const at = Math.max(
    held.findLastIndex((one) => one.day <= day),
    0,
  );
  const moved = held.findIndex(
    ({ value }, index) => index > at && !samePlace(value, held[at]?.value ?? value),
  );
  return held.at(moved === -1 ? -1 : moved - 1)?.value;
};

/** Whether two sources place a school in the same spot; académies follow from the department and the day. */
export const samePlace = (left: Location, right: Location): boolean =>
  left.communeCode === right.communeCode &&
  left.commune === right.commune &&
  left.department === right.department;

const factsOn = (ledger: SchoolLedger, day: string): Facts | undefined => {
  const name = valueOn(ledger.name, day);
  const classification = valueOn(ledger.classification, day);
  const location = placeOn(ledger.location, day);
  if (name === undefined || classification === undefined || location === undefined) {
    return undefined;
  }
  const { isOpen, absorbedBy } = statusOn(ledger.status, day);
  const circonscription = valueOn(ledger.zones.circonscription, day) ?? null;
  const bassin = valueOn(ledger.zones.bassin, day) ?? null;
  return {
    ...classification,
    ...location,
    name,
    isOpen,
    absorbedBy,
    circonscription,
    bassin,
  };
};

const daysOf = ({ zones, ...ledger }: SchoolLedger): readonly string[] => {
  const timelines: readonly Timeline<unknown>[] = [
    ledger.name,
    ledger.classification,
    ledger.location,
    ...Object.values(zones),
  ];
  const said = timelines.flatMap((timeline) => timeline.map(({ day }) => day));
  const turned = statusSpans(ledger.status).flatMap(({ from }) => from ?? []);
  return [...new Set([...said, ...turned])].sort();
};

/** Before the first day that anyone has spoken of. */
const everBefore = '';

const sameFacts = (left: Facts, right: Facts): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/**
 * The history of a school: its versions from ever to now, without gap or overlap, two that follow each other
 * never alike. It depends on what was said, not on the order in which it was; none for an unknown school.
 */
export const historyOf = (state: SchoolState): readonly SchoolVersion[] => {
  if (!isKnown(state)) return [];
  const starts: { readonly from: string | null; readonly facts: Facts }[] = [];
  for (const day of [everBefore, ...daysOf(state.ledger)]) {
    const facts = factsOn(state.ledger, day);
    const last = starts.at(-1);
    if (facts === undefined || (last !== undefined && sameFacts(last.facts, facts))) continue;
    starts.push({ from: day === everBefore ? null : day, facts });
  }
  return starts.map(({ from, facts }, index) => ({
    validFrom: from,
    validTo: starts[index + 1]?.from ?? null,
    ...facts,
  }));
};
