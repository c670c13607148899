import { z } from 'zod';

import { codecOf, parseUai, type Uai, versioned } from '#kernel';

import {
  confirmable,
  degrees,
  schoolTypes,
  sectors,
  type TerritoryEvent,
  zoneKinds,
} from './territory.events.js';

const uai = z.string().transform((text, context): Uai => {
  const parsed = parseUai(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: `not a UAI: ${text}` });
  return z.NEVER;
});
const day = z.iso.date();
const text = z.string();

const dated = { uai, effectiveFrom: day, source: text };
const location = { communeCode: text, commune: text, department: text, academy: text };
const classification = {
  schoolType: z.enum(schoolTypes),
  degree: z.enum(degrees),
  sector: z.enum(sectors),
};

const registered = z.strictObject({
  ...dated,
  ...location,
  ...classification,
  name: text,
  openedOn: day.nullable(),
  socialPositionIndex: text.nullable(),
});
const listed = z.strictObject({ ...registered.shape, isOpen: z.boolean() });
const renamed = z.strictObject({ ...dated, name: text });
const reclassified = z.strictObject({ ...dated, ...classification });
const relocated = z.strictObject({ ...dated, ...location });
const counted = z.strictObject({ uai, schoolYear: text, pupils: z.int().min(0), source: text });
const closed = z.strictObject({ ...dated, reason: text });
const turned = z.strictObject(dated);
const zoned = z.strictObject({ ...dated, kind: z.enum(zoneKinds), code: text, name: text });
const confirmed = z.strictObject({
  ...dated,
  academy: text,
  facts: z.array(z.enum(confirmable)),
});
const listedOn = day.nullable();
const countedIn = z.strictObject({ ...counted.shape, listedOn });
const closedBy = z.strictObject({ ...closed.shape, listedOn });
const opened = z.strictObject({ ...dated, listedOn });
const absorbed = z.strictObject({ ...dated, into: uai });
const retracted = z.strictObject({
  uai,
  revisions: z.array(z.int().min(1)),
  importId: text,
  reason: text,
});

/** The stored shapes of a school's events. */
export const territoryCodec = codecOf<TerritoryEvent>({
  SchoolRegistered: versioned('SchoolRegistered', (raw) => registered.parse(raw)).next(
    (raw) => listed.parse(raw),
    (older) => ({ ...older, isOpen: true }),
  ),
  SchoolRenamed: versioned('SchoolRenamed', (raw) => renamed.parse(raw)),
  SchoolReclassified: versioned('SchoolReclassified', (raw) => reclassified.parse(raw)),
  SchoolRelocated: versioned('SchoolRelocated', (raw) => relocated.parse(raw)),
  EnrolmentCounted: versioned('EnrolmentCounted', (raw) => counted.parse(raw)).next(
    (raw) => countedIn.parse(raw),
    (older) => ({ ...older, listedOn: null }),
  ),
  SchoolClosed: versioned('SchoolClosed', (raw) => closed.parse(raw)).next(
    (raw) => closedBy.parse(raw),
    (older) => ({ ...older, listedOn: null }),
  ),
  SchoolReopened: versioned('SchoolReopened', (raw) => turned.parse(raw)),
  SchoolOpened: versioned('SchoolOpened', (raw) => opened.parse(raw)),
  SchoolZoned: versioned('SchoolZoned', (raw) => zoned.parse(raw)),
  SchoolConfirmed: versioned('SchoolConfirmed', (raw) => confirmed.parse(raw)),
  SchoolAbsorbed: versioned('SchoolAbsorbed', (raw) => absorbed.parse(raw)),
  SchoolFactsRetracted: versioned('SchoolFactsRetracted', (raw) => retracted.parse(raw)),
});
