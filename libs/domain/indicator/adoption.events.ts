import type { Bilingual } from '#kernel';

/** What became of an indicator when the catalogue changed. */
export type DefinitionChange = {
  readonly indicator: string;
  /** Its latest version before; null: it is new. */
  readonly from: number | null;
  /** Its latest version now; null: the catalogue does not have it any more. The same as `from`: rewritten in place. */
  readonly to: number | null;
  /** SHA-256, hexadecimal, of all its versions as they are now; null when there are none. */
  readonly fingerprint: string | null;
  /** Why, as the catalogue gives it for a later version. */
  readonly reason: Bilingual | null;
};

/** What became of a questionnaire version; a null fingerprint says that it is gone. */
export type QuestionnaireChange = {
  /** `etic-1d@2014` */
  readonly questionnaire: string;
  readonly fingerprint: string | null;
};

/** Figures are computed with another catalogue from here on. */
export type AdoptionEvent = {
  readonly type: 'DefinitionsAdopted';
  readonly data: {
    /** The fingerprint of the whole catalogue. When it alone changed, the dated map of académies did. */
    readonly catalogue: string;
    readonly changes: readonly DefinitionChange[];
    readonly questionnaires: readonly QuestionnaireChange[];
  };
};
