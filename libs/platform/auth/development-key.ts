import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { SignJWT } from 'jose';

import type { Caller } from './caller.js';

const keyBytes = 32;

const isExisting = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';

const create = async (file: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, randomBytes(keyBytes).toString('base64url'), { mode: 0o600, flag: 'wx' });
};

/** The key that signs development tokens: made once, kept in `file`, readable by its owner alone. */
export const developmentKey = async (file: string): Promise<Uint8Array> => {
  await create(file).catch((error: unknown) => {
    if (!isExisting(error)) throw error;
  });
  await chmod(file, 0o600);
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url');
  if (key.length !== keyBytes) {
    throw new Error(
      `${file} holds ${String(key.length)} bytes where 32 are due: delete it, a new key will be made`,
    );
  }
  return key;
};

type NamedCaller = Exclude<Caller, { readonly role: 'anonymous' }>;

const claimsOf = (caller: NamedCaller): Record<string, string> => {
  switch (caller.role) {
    case 'school':
      return { role: caller.role, uai: caller.uai };
    case 'observatory':
      return { role: caller.role, [caller.scope.kind]: caller.scope.code };
    case 'operator':
      return { role: caller.role };
  }
};

/** A development token for `caller`, valid until `expiresAt`. */
export const signToken = (key: Uint8Array, caller: NamedCaller, expiresAt: Date): Promise<string> =>
  new SignJWT(claimsOf(caller))
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(caller.id)
    .setIssuer('observatoire-development')
    .setAudience('observatoire')
    .setExpirationTime(expiresAt)
    .sign(key);

export type DevelopmentToken = {
  readonly role: string;
  readonly scope: string;
  readonly token: string;
};

const scopeText = (caller: NamedCaller): string => {
  if (caller.role === 'school') return caller.uai;
  return caller.role === 'observatory' ? `${caller.scope.kind} ${caller.scope.code}` : 'everything';
};

/** One token for each of `callers`, to be printed at the start of a development server. */
export const developmentTokens = (
  key: Uint8Array,
  callers: readonly NamedCaller[],
  expiresAt: Date,
): Promise<readonly DevelopmentToken[]> =>
  Promise.all(
    callers.map(async (caller) => ({
      role: caller.role,
      scope: scopeText(caller),
      token: await signToken(key, caller, expiresAt),
    })),
  );
