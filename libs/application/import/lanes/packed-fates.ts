import { position } from '#kernel';

import type { Fate, Taken } from '../answers/read-records.js';

/**
 * Fates on their way between threads. One text is far cheaper to hand over than a graph of objects: a line for each
 * record that was taken in without a word; the others, by their place, beside it.
 */
export type PackedFates = {
  readonly text: string;
  readonly others: ReadonlyMap<number, Fate>;
};

const none = '-';

const lineOf = ({ effect, submissionId, position: at, contentHash }: Taken): string =>
  `${effect} ${submissionId} ${String(at)} ${contentHash ?? none}`;

export const packedFates = (fates: readonly Fate[]): PackedFates => {
  const others = new Map<number, Fate>();
  const lines = fates.map((fate, index) => {
    if (fate.ok && fate.value.warnings.length === 0) return lineOf(fate.value);
    others.set(index, fate);
    return '';
  });
  return { text: lines.join('\n'), others };
};

const takenIn = (line: string): Fate => {
  const [effect, submissionId = '', at = '', contentHash = none] = line.split(' ');
  return {
    ok: true,
    value: {
      effect: effect as Taken['effect'],
      submissionId,
      position: position(BigInt(at)),
      contentHash: contentHash === none ? null : contentHash,
      warnings: [],
    },
  };
};

export const unpackedFates = ({ text, others }: PackedFates): readonly Fate[] =>
  text.split('\n').map((line, index) => others.get(index) ?? takenIn(line));
