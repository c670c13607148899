import type { Geography } from '#application';
import type { SchoolYear } from '#kernel';
import { Fault } from '#platform';

/** A geography as GraphQL says it: an enum, and the school year of AT. */
export type GeographyName = 'THEN' | 'CURRENT' | 'AT';
export type GeographyAsked = {
  readonly geography: GeographyName;
  readonly geographyYear: SchoolYear | null;
};

const yearMissing = (): Fault =>
  new Fault('BAD_REQUEST', {
    fr: 'geography vaut AT : dites de quelle année scolaire, geographyYear: "2019-2020".',
    en: 'geography is AT: say of which school year, geographyYear: "2019-2020".',
  });

const yearUseless = (geography: GeographyName): Fault =>
  new Fault('BAD_REQUEST', {
    fr: `geographyYear ne va qu’avec geography: AT, et geography vaut ${geography}.`,
    en: `geographyYear goes with geography: AT alone, and geography is ${geography}.`,
  });

/** Throws BAD_REQUEST for AT without a year, and for a year without AT. */
export const geographyOf = ({ geography, geographyYear }: GeographyAsked): Geography => {
  if (geography === 'AT') {
    if (geographyYear === null) throw yearMissing();
    return { at: geographyYear };
  }
  if (geographyYear !== null) throw yearUseless(geography);
  return geography;
};

/** The text of a geography, equal for equal ones. */
export const geographyKey = (geography: Geography): string =>
  typeof geography === 'string' ? geography : geography.at;
