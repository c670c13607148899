import type { SchoolDescription } from '#domain/territory';
import { parseUai, type Uai } from '#kernel';

/** An absorption that the name of a school tells. Nobody has decided it. */
export type ProposedAbsorption = {
  readonly uai: Uai;
  readonly into: Uai;
  /** The first day of the school year that the name tells, YYYY-MM-DD. */
  readonly on: string;
};

/** « A ABSORBE L'UAI 0131923V EN 2022 », « A ABSORBE LES UAI 0040542T ET 0040543U EN 2022 ». */
const absorbing = /\bABSORBE (?:L['’] ?UAI|LES UAI) ((?:\d{7}[A-Z](?:, ?| ET )?)+) EN (\d{4})\b/giu;

type Named = Pick<SchoolDescription, 'uai' | 'name'>;

const absorbedIn = ({ uai: into, name }: Named): readonly ProposedAbsorption[] =>
  [...name.matchAll(absorbing)].flatMap(([, listed = '', year = '']) =>
    (listed.toUpperCase().match(/\d{7}[A-Z]/g) ?? []).flatMap((text) => {
      const uai = parseUai(text);
      return uai.ok && uai.value !== into ? [{ uai: uai.value, into, on: `${year}-09-01` }] : [];
    }),
  );

/** What the names of schools propose, once each, in the order of the schools. Nothing is recorded. */
export const proposedAbsorptions = (schools: readonly Named[]): readonly ProposedAbsorption[] => [
  ...new Map(
    schools
      .flatMap((school) => absorbedIn(school))
      .map((proposed) => [Object.values(proposed).join(' '), proposed] as const),
  ).values(),
];

/** The order that would record a proposal, as it is typed. */
export const absorptionOrder = ({ uai, into, on }: ProposedAbsorption): string =>
  `schools absorb ${uai} --into ${into} --on ${on}`;
