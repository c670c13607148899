import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';

import type { Uai } from '#kernel';

import type { Fault } from '../fault.js';
import { requireAllowed } from './allow.js';
import { type Authenticate, createAuthenticate } from './authenticate.js';
import { callerOf } from './caller.js';
import { developmentKey, developmentTokens, signToken } from './development-key.js';

const nowMs = () => Date.parse('2026-11-22T10:00:00Z');
const tomorrow = new Date('2099-01-01T00:00:00Z');
const school = { role: 'school', id: 'head', uai: '0131884C' as Uai } as const;
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error as Fault).code,
  );

let file: string;
let key: Uint8Array;
let authenticate: Authenticate;

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'observatoire-key-')), 'nested', 'development.key');
  key = await developmentKey(file);
  authenticate = await createAuthenticate({ kind: 'development-key', file }, nowMs);
});

describe('development key', () => {
  it('is made once and readable by its owner alone', async () => {
    const { mode } = await stat(file);

    expect(mode & 0o777).toBe(0o600);
    expect(await developmentKey(file)).toEqual(key);
  });

  it('says what to do with a damaged key file', async () => {
    const damaged = join(await mkdtemp(join(tmpdir(), 'observatoire-key-')), 'development.key');
    await writeFile(damaged, 'short');

    await expect(developmentKey(damaged)).rejects.toThrow('delete it, a new key will be made');
  });

  it('signs one token for each caller, with its role and scope', async () => {
    const tokens = await developmentTokens(
      key,
      [
        school,
        { role: 'observatory', id: 'dan', scope: { kind: 'academy', code: '02' } },
        { role: 'observatory', id: 'dsden', scope: { kind: 'department', code: '02A' } },
        { role: 'operator', id: 'dsi' },
      ],
      tomorrow,
    );
    const callers = await Promise.all(tokens.map(({ token }) => authenticate(`Bearer ${token}`)));

    expect(callers).toEqual([
      school,
      { role: 'observatory', id: 'dan', scope: { kind: 'academy', code: '02' } },
      { role: 'observatory', id: 'dsden', scope: { kind: 'department', code: '02A' } },
      { role: 'operator', id: 'dsi' },
    ]);
    expect(tokens.map(({ scope }) => scope)).toEqual([
      '0131884C',
      'academy 02',
      'department 02A',
      'everything',
    ]);
  });
});

describe('authentication', () => {
  it('takes no header for an anonymous caller', async () => {
    expect(await authenticate(undefined)).toEqual({ role: 'anonymous' });
  });

  it.each([
    ['nonsense', 'Bearer nonsense'],
    ['another scheme', 'Basic aGVhZDpodXNo'],
    [
      'an unsigned token',
      `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"role":"operator","sub":"x"}')}.x`,
    ],
  ])('never takes %s for an anonymous caller', async (_, header) => {
    expect(await codeOf(authenticate(header))).toBe('UNAUTHENTICATED');
  });

  it('refuses a token signed with another key, also after a good one was seen', async () => {
    const good = await signToken(key, school, tomorrow);
    const forged = await signToken(new Uint8Array(32), { role: 'operator', id: 'x' }, tomorrow);

    expect(await authenticate(`Bearer ${good}`)).toEqual(school);
    expect(await authenticate(`Bearer ${good}`)).toEqual(school);
    expect(await codeOf(authenticate(`Bearer ${forged}`))).toBe('UNAUTHENTICATED');
  });

  it('refuses an expired token and says so', async () => {
    const expired = await signToken(key, school, new Date('2020-01-01T00:00:00Z'));

    await expect(authenticate(`Bearer ${expired}`)).rejects.toThrow('it has expired');
  });

  it('verifies with a public key where one is configured', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const pem = await exportSPKI(pair.publicKey);
    const verifying = await createAuthenticate(
      { kind: 'public-key', pem, issuer: 'https://id.example', audience: 'observatoire' },
      nowMs,
    );
    const signed = (audience: string) =>
      new SignJWT({ role: 'operator' })
        .setProtectedHeader({ alg: 'ES256' })
        .setSubject('dsi')
        .setIssuer('https://id.example')
        .setAudience(audience)
        .setExpirationTime(tomorrow)
        .sign(pair.privateKey);

    expect(await verifying(`Bearer ${await signed('observatoire')}`)).toEqual({
      role: 'operator',
      id: 'dsi',
    });
    expect(await codeOf(verifying(`Bearer ${await signed('elsewhere')}`))).toBe('UNAUTHENTICATED');
    expect(await codeOf(verifying(`Bearer ${await signToken(key, school, tomorrow)}`))).toBe(
      'UNAUTHENTICATED',
    );
  });
});

describe('claims', () => {
  it.each([
    ['no role', { sub: 'x' }],
    ['an unknown role', { role: 'king', sub: 'x' }],
    ['a school without a valid UAI', { role: 'school', sub: 'x', uai: '0131884D' }],
    ['an observatory of nowhere', { role: 'observatory', sub: 'x' }],
    [
      'an observatory of two places',
      { role: 'observatory', sub: 'x', academy: '02', department: '013' },
    ],
    ['an observatory of a malformed place', { role: 'observatory', sub: 'x', department: '%' }],
  ])('refuse %s', (_, payload) => {
    expect(callerOf(payload).ok).toBe(false);
  });
});

describe('permission', () => {
  const refusal = (run: () => void): string => {
    try {
      run();
    } catch (error) {
      return (error as Fault).code;
    }
    return 'allowed';
  };

  it('asks an anonymous caller for a token and forbids a role that is not named', () => {
    expect([
      refusal(() => requireAllowed(['public'], { role: 'anonymous' }, 'schools')),
      refusal(() => requireAllowed(['school', 'operator'], { role: 'anonymous' }, 'figures')),
      refusal(() => requireAllowed(['operator'], school, 'openCampaign')),
      refusal(() => requireAllowed(['school'], school, 'figures')),
    ]).toEqual(['allowed', 'UNAUTHENTICATED', 'FORBIDDEN', 'allowed']);
  });
});
