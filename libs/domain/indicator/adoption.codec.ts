import { z } from 'zod';

import { codecOf, versioned } from '#kernel';

import type { AdoptionEvent } from './adoption.events.js';

const text = z.string();
const version = z.int().min(1).nullable();

const adopted = z.strictObject({
  catalogue: text,
  changes: z.array(
    z.strictObject({
      indicator: text,
      from: version,
      to: version,
      fingerprint: text.nullable(),
      reason: z.strictObject({ fr: text, en: text }).nullable(),
    }),
  ),
  questionnaires: z.array(z.strictObject({ questionnaire: text, fingerprint: text.nullable() })),
});

/** The stored shapes of the catalogue's adoptions. */
export const adoptionCodec = codecOf<AdoptionEvent>({
  DefinitionsAdopted: versioned('DefinitionsAdopted', (raw) => adopted.parse(raw)),
});
