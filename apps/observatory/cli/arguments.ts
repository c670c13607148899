import {
  type Breakdown,
  breakdowns,
  type Geography,
  type TerritoryKind,
  territoryKinds,
  type TerritoryRef,
} from '#application';
import type { DefinitionChoice } from '#catalogue';
import {
  endYearOf,
  isDay,
  isInstant,
  parseSchoolYear,
  position,
  type Position,
  schoolYearOfCampaign,
  type SchoolYear,
} from '#kernel';
import type { AnswerValue } from '#kernel';
import { InvalidArgumentError } from 'commander';

const kindOf = (text: string): TerritoryKind | undefined =>
  territoryKinds.find((kind) => kind === text);

/** `academy:02`, `department:013`, `school:0131884C`, `academic-region:93`, `country:FR`. */
export const territoryArgument = (
  text: string,
  previous: readonly TerritoryRef[] = [],
): readonly TerritoryRef[] => {
  const [name = '', code] = text.split(':');
  const kind = kindOf(name);
  if (kind === undefined || code === undefined || code === '') {
    throw new InvalidArgumentError(`academy:02 (${territoryKinds.join(' | ')})`);
  }
  return [...previous, { kind, code }];
};

const schoolYearOf = (text: string): SchoolYear => {
  const parsed = parseSchoolYear(/^\d{4}$/.test(text) ? schoolYearOfCampaign(Number(text)) : text);
  if (!parsed.ok) throw new InvalidArgumentError('2013-2014, 2014');
  return parsed.value;
};

/** `2013-2014`, or `2014` for the school year of campaign 2014. */
export const schoolYearArgument = (
  text: string,
  previous: readonly SchoolYear[] = [],
): readonly SchoolYear[] => [...previous, schoolYearOf(text)];

/** The year of a campaign: `2014`, or its school year `2013-2014`. */
export const campaignYearArgument = (text: string): number => endYearOf(schoolYearOf(text));

/** THEN, CURRENT, or the school year whose map it is; in capitals or not. */
export const geographyArgument = (text: string): Geography => {
  const name = text.toUpperCase();
  if (name === 'THEN' || name === 'CURRENT') return name;
  const parsed = parseSchoolYear(text);
  if (!parsed.ok) throw new InvalidArgumentError('THEN | CURRENT | 2019-2020');
  return { at: parsed.value };
};

/** What was known then: a position of the log, or an instant. */
export type AsOf = { readonly position: Position } | { readonly instant: string };

/** `4711`, or `2024-06-30T12:00:00Z`. */
export const asOfArgument = (text: string): AsOf => {
  if (/^\d{1,18}$/.test(text)) return { position: position(BigInt(text)) };
  if (!isInstant(text)) throw new InvalidArgumentError('4711 | 2024-06-30T12:00:00Z');
  return { instant: text };
};

export const breakdownArgument = (
  text: string,
  previous: readonly Breakdown[] = [],
): readonly Breakdown[] => {
  const known = breakdowns.find((breakdown) => breakdown === text);
  if (known === undefined) throw new InvalidArgumentError(breakdowns.join(' | '));
  return [...previous, known];
};

const choices: Readonly<Record<string, DefinitionChoice>> = {
  latest: 'LATEST',
  'in-force': 'IN_FORCE',
};

export const definitionsArgument = (text: string): DefinitionChoice => {
  const known = choices[text.toLowerCase().replace('_', '-')];
  if (known === undefined) throw new InvalidArgumentError(Object.keys(choices).join(' | '));
  return known;
};

/** A day, YYYY-MM-DD, that the calendar has. */
export const dayArgument = (text: string): string => {
  if (!isDay(text)) throw new InvalidArgumentError('2014-05-13');
  return text;
};

export const wholeArgument = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('0, 1, 2 …');
  return Number(text);
};

/** An answer as a line of a file writes it: 12, 12.5, true, ["academie"]; what is no JSON is a text or a code. */
export const valueArgument = (text: string): AnswerValue => {
  try {
    return JSON.parse(text) as AnswerValue;
  } catch {
    return text;
  }
};

/** A position of the log, as decimal digits. */
export const positionArgument = (text: string): string => {
  if (!/^[1-9]\d{0,18}$/.test(text)) throw new InvalidArgumentError('1, 2, 3 …');
  return text;
};

export const listArgument = (text: string, previous: readonly string[] = []): readonly string[] => [
  ...previous,
  ...text.split(',').map((part) => part.trim()),
];
