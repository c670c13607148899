import { z } from 'zod';

import { academy, count, day, degree, department, schoolType, sector, uai } from './parts.js';

const dated = { uai, effectiveFrom: day.describe('Since when it holds.') };
const location = {
  communeCode: z.string(),
  commune: z.string(),
  department,
  academy,
};
const classification = { schoolType, degree, sector };
const listedOn = day.nullable().describe('The day that the source describes, where it is another.');
const name = z.string().describe('As the directory of schools has it.');

export const territoryEvents = {
  SchoolRegistered: z.strictObject({
    ...dated,
    ...location,
    ...classification,
    name,
    openedOn: day.nullable(),
    socialPositionIndex: z.string().nullable(),
    isOpen: z.boolean(),
  }),
  SchoolRenamed: z.strictObject({ ...dated, name }),
  SchoolReclassified: z.strictObject({ ...dated, ...classification }),
  SchoolRelocated: z.strictObject({ ...dated, ...location }),
  SchoolZoned: z.strictObject({
    ...dated,
    kind: z.enum(['circonscription', 'bassin']),
    code: z.string(),
    name: z.string(),
  }),
  SchoolConfirmed: z.strictObject({
    ...dated,
    academy,
    facts: z.array(
      z.enum(['name', 'classification', 'location', 'status', 'circonscription', 'bassin']),
    ),
  }),
  EnrolmentCounted: z.strictObject({ uai, schoolYear: z.string(), pupils: count, listedOn }),
  SchoolOpened: z.strictObject({ ...dated, listedOn }),
  SchoolClosed: z.strictObject({ ...dated, listedOn }),
  SchoolReopened: z.strictObject(dated),
  SchoolAbsorbed: z.strictObject({ ...dated, into: uai }),
  SchoolFactsRetracted: z.strictObject({
    uai,
    revisions: z.array(z.int().min(1)).describe('Events of this subject that hold no longer.'),
  }),
};
