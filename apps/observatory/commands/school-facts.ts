import type { TerritoryEvent } from '#domain/territory';
import type { Bilingual } from '#kernel';

import type { Language } from '../cli/language.js';

const names: Readonly<Record<TerritoryEvent['type'], Bilingual>> = {
  SchoolRegistered: { fr: 'inscription', en: 'registration' },
  SchoolConfirmed: { fr: 'confirmation', en: 'confirmation' },
  SchoolRenamed: { fr: 'changement de nom', en: 'new name' },
  SchoolReclassified: { fr: 'changement de type', en: 'new type' },
  SchoolRelocated: { fr: 'changement de lieu', en: 'new place' },
  SchoolZoned: { fr: 'zone', en: 'zone' },
  EnrolmentCounted: { fr: 'effectif', en: 'head count' },
  SchoolOpened: { fr: 'ouverture', en: 'opening' },
  SchoolClosed: { fr: 'fermeture', en: 'closing' },
  SchoolReopened: { fr: 'réouverture', en: 'reopening' },
  SchoolAbsorbed: { fr: 'absorption', en: 'absorption' },
  SchoolFactsRetracted: { fr: 'annulation', en: 'undoing' },
};

/** What a kind of fact about a school is called; other texts stay as they are. */
export const factName = (kind: string, language: Language): string =>
  (names as Readonly<Record<string, Bilingual>>)[kind]?.[language] ?? kind;
