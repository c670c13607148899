import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Signer } from '#application';
import { signerOf } from '#application/publications';
import type { Config } from '../config/load-config.js';

const keyFile = 'publication-signing-key.pem';

const isExisting = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';

const generated = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The key of the data folder: made once, readable by its owner alone. */
const keptKey = async (folder: string): Promise<string> => {
  const file = join(folder, keyFile);
  await mkdir(folder, { recursive: true });
  await writeFile(file, generated(), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!isExisting(error)) throw error;
  });
  await chmod(file, 0o600);
  return readFile(file, 'utf8');
};

const pemOf = (setting: string): Promise<string> | string =>
  setting.includes('-----BEGIN') ? setting.replaceAll('\\n', '\n') : readFile(setting, 'utf8');

const parsed = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new Error(
      'PUBLICATION_SIGNING_KEY (or the key of the data folder) is no private key in PEM: openssl genpkey -algorithm ed25519 makes one',
      { cause },
    );
  }
};

/** Signs with PUBLICATION_SIGNING_KEY, or with the key of the data folder, which is made when there is none. */
export const openSigner = async ({
  signingKey,
  dataFolder,
}: Pick<Config, 'signingKey' | 'dataFolder'>): Promise<Signer> =>
  signerOf(parsed(await (signingKey === undefined ? keptKey(dataFolder) : pemOf(signingKey))));
