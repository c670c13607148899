import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import type { Codec } from '#kernel';

const domain = new URL('../domain/', import.meta.url);

const codecFiles = readdirSync(fileURLToPath(domain), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.codec.ts'))
  .sort();

const isCodec = (value: unknown): value is Codec<unknown> =>
  typeof value === 'object' && value !== null && 'types' in value && 'versionOf' in value;

const codecsOf = async (file: string): Promise<readonly Codec<unknown>[]> => {
  const module = (await import(new URL(file, domain).href)) as Readonly<Record<string, unknown>>;
  return Object.values(module).filter(isCodec);
};

const fixturesOf = (file: string, codec: Codec<unknown>): readonly URL[] =>
  codec.types.flatMap((type) =>
    Array.from(
      { length: codec.versionOf(type) },
      (_, index) => new URL(`./fixtures/${type}.v${String(index + 1)}.json`, new URL(file, domain)),
    ),
  );

describe('every stored version of every event of every context', () => {
  it('is known to this test: no context is left out', () => {
    expect(codecFiles.length).toBeGreaterThan(3);
  });

  it.each(codecFiles)('of %s has its frozen fixture', async (file) => {
    const codecs = await codecsOf(file);
    const missing = codecs
      .flatMap((codec) => fixturesOf(file, codec))
      .filter((fixture) => !existsSync(fixture));
    expect([codecs.length > 0, missing.map(({ pathname }) => pathname)]).toEqual([true, []]);
  });
});
