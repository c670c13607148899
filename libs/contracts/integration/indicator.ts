import { z } from 'zod';

import { questionnaire, sha256 } from './parts.js';

const version = z.int().min(1).nullable();

export const indicatorEvents = {
  DefinitionsAdopted: z.strictObject({
    catalogue: sha256.describe('Fingerprint of the whole catalogue.'),
    changes: z.array(
      z.strictObject({
        indicator: z.string(),
        from: version.describe('Null: it is new.'),
        to: version.describe('Null: the catalogue does not have it any more.'),
        fingerprint: sha256.nullable(),
      }),
    ),
    questionnaires: z.array(z.strictObject({ questionnaire, fingerprint: sha256.nullable() })),
  }),
};
