import { createHash } from 'node:crypto';

import type { ContributionLine } from '../provenance.port.js';

const textOf = (line: ContributionLine): string =>
  [line.campaign, line.uai, line.revision, line.contentHash ?? '-', line.numerator]
    .concat(line.denominator ?? '-')
    .join('|');

/** By the bytes of its text: `etic-1d-2014|0131884C`. */
const keyOf = ({ campaign, uai }: ContributionLine): Buffer => Buffer.from(`${campaign}\0${uai}`);

/**
 * SHA-256, hexadecimal, over a line for each contribution, `campaign|uai|revision|contentHash|numerator|denominator`
 * with `-` for what is null, in the order of campaign and UAI, joined by line feeds: whoever has the pages of a
 * figure's contributions can check that they are all of them.
 */
export const contributionsHash = (lines: Iterable<ContributionLine>): string => {
  const ordered = [...lines].sort((a, b) => keyOf(a).compare(keyOf(b)));
  return createHash('sha256').update(ordered.map(textOf).join('\n')).digest('hex');
};
