import { z } from 'zod';

import { codecOf, parseUai, type Uai, versioned } from '#kernel';

import { degrees, schoolTypes, sectors, type TerritoryEvent } from './territory.events.js';

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
const renamed = z.strictObject({ ...dated, name: text });
const reclassified = z.strictObject({ ...dated, ...classification });
const relocated = z.strictObject({ ...dated, ...location });
const counted = z.strictObject({ uai, schoolYear: text, pupils: z.int().min(0), source: text });
const closed = z.strictObject({ ...dated, reason: text });
const reopened = z.strictObject(dated);

/** The stored shapes of a school's events. */
export const territoryCodec = codecOf<TerritoryEvent>({
  SchoolRegistered: versioned('SchoolRegistered', (raw) => registered.parse(raw)),
  SchoolRenamed: versioned('SchoolRenamed', (raw) => renamed.parse(raw)),
  SchoolReclassified: versioned('SchoolReclassified', (raw) => reclassified.parse(raw)),
  SchoolRelocated: versioned('SchoolRelocated', (raw) => relocated.parse(raw)),
  EnrolmentCounted: versioned('EnrolmentCounted', (raw) => counted.parse(raw)),
  SchoolClosed: versioned('SchoolClosed', (raw) => closed.parse(raw)),
  SchoolReopened: versioned('SchoolReopened', (raw) => reopened.parse(raw)),
});
