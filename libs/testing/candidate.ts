import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { shippedCatalogue } from '#catalogue';

const page = readFileSync(
  join(shippedCatalogue(), '../../docs/how-to/change-an-indicator.md'),
  'utf8',
);

/** The file that docs/how-to/change-an-indicator.md shows: tablets count as computers from 2017-2018 on. */
export const tabletsCount = /```yaml\n# [^\n]*\n([^]*?)```/.exec(page)?.[1] ?? '';

/** A folder of its own that holds definitions, as a user keeps them beside those that ship. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'definitions-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
