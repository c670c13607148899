import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { type Codec, ok } from '#kernel';

type Fixture = { readonly stored: unknown; readonly decoded?: unknown };
type Stored = { readonly type: string; readonly version: number };

const nameOf = ({ type, version }: Stored): string => `${type}.v${String(version)}.json`;

const storedShapes = (codec: Codec<unknown>): readonly Stored[] =>
  codec.types.flatMap((type) =>
    Array.from({ length: codec.versionOf(type) }, (_, index) => ({ type, version: index + 1 })),
  );

/**
 * The stored shapes that a context has promised to read for ever: one frozen file for each type and version,
 * `{ stored, decoded }`, where `decoded` is left out when decoding changes nothing.
 */
export const describeFixtures = <Event>(codec: Codec<Event>, directory: URL): void => {
  const shapes = storedShapes(codec);

  describe('stored events', () => {
    it('have one fixture for each type and version, and no other', () => {
      expect(readdirSync(directory).sort()).toEqual(shapes.map(nameOf).sort());
    });

    it.each(shapes)('$type version $version is read', ({ type, version }) => {
      const file = new URL(nameOf({ type, version }), directory);
      const { stored, decoded = stored } = JSON.parse(readFileSync(file, 'utf8')) as Fixture;
      expect(codec.decode(type, version, stored)).toStrictEqual(ok({ type, data: decoded }));
    });
  });
};
