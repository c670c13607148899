import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above that holds `package.json`: the same from sources and from the build. */
const projectRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const isRoot = readManifest(folder)?.name === 'observatoire';
    if (isRoot || folder === dirname(folder)) return folder;
    folder = dirname(folder);
  }
};

type Manifest = { readonly name?: string; readonly version?: string };

const readManifest = (folder: string): Manifest | undefined => {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
};

export const version = readManifest(projectRoot())?.version ?? '0.0.0';
