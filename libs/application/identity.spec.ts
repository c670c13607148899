import { describe, expect, it } from '@jest/globals';

import { nameUuid, sha256 } from './identity.js';

describe('identities that follow from content', () => {
  it('gives a name the same UUID, of version 5, every time', () => {
    expect(nameUuid('response-etic-1d-2014.0131884C 1')).toBe(
      nameUuid('response-etic-1d-2014.0131884C 1'),
    );
    expect(nameUuid('a')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('gives ten thousand names ten thousand UUIDs', () => {
    const uuids = Array.from({ length: 10_000 }, (_, index) => nameUuid(`school ${index}`));
    expect(new Set(uuids).size).toBe(10_000);
  });

  it('keeps the UUID of a name for ever: the log holds it', () => {
    expect(nameUuid('response-etic-1d-2014.0131884C 1 hash')).toBe(
      '22be5762-8dd4-5202-87e2-3cce3ea83e2d',
    );
  });

  it('hashes as everyone does', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
