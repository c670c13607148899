import {
  type Contribution,
  contributionsHash,
  type Figure,
  type Provenance,
  type ReasonLeftOut,
} from '#application';
import { add, type Bilingual, compare, decimal, type Decimal, zero } from '#kernel';

export const unknownIndicator = (named: string): Bilingual => ({
  fr: `Indicateur inconnu : ${named}. Liste : npm run observatory -- indicators`,
  en: `Unknown indicator: ${named}. List: npm run observatory -- indicators`,
});

export const reasonWords: Readonly<Record<ReasonLeftOut, Bilingual>> = {
  'not-expected': { fr: 'non attendu', en: 'not expected' },
  'outside-scope': { fr: 'hors du champ de l’indicateur', en: 'outside the scope' },
  'no-response': { fr: 'attendu, sans réponse', en: 'expected, no response' },
  draft: { fr: 'brouillon seulement', en: 'a draft alone' },
  withdrawn: { fr: 'réponse retirée', en: 'withdrawn' },
  'not-in-questionnaire': {
    fr: 'question absente de cette version du questionnaire',
    en: 'not asked by that questionnaire version',
  },
  'no-answer': { fr: 'question sans réponse', en: 'no answer to the question' },
  'not-concerned': { fr: 'non concerné', en: 'not concerned' },
  'not-asked': { fr: 'question non posée', en: 'question not asked' },
  'school-unknown': {
    fr: 'effectif inconnu de l’annuaire',
    en: 'pupils not known to the directory',
  },
  'not-counted': { fr: 'reçu, non compté', en: 'received, not counted' },
};

const decimalOf = (text: string | null): Decimal => (text === null ? zero : decimal(text));

const same = (left: Decimal, right: string | null): boolean =>
  compare(left, decimalOf(right)) === 0;

const total = (texts: readonly (string | null)[]): Decimal =>
  texts.reduce((sum, text) => add(sum, decimalOf(text)), zero);

const sumsAre = (figure: Figure, listed: readonly Contribution[]): boolean =>
  listed.length === figure.used &&
  same(total(listed.map(({ numerator }) => numerator)), figure.numerator) &&
  same(total(listed.map(({ denominator }) => denominator)), figure.denominator);

type Reconciliation = { readonly reconciles: boolean; readonly message: Bilingual };

/** Whether contributions are the figure: their sums as the database adds them, and one by one when they are listed. */
export const reconciledSums = (
  figure: Figure,
  told: Provenance,
  listed: readonly Contribution[] | null,
): Reconciliation => {
  const reconciles =
    told.used === figure.used &&
    same(decimalOf(told.numerator), figure.numerator) &&
    same(decimalOf(told.denominator), figure.denominator) &&
    (listed === null ||
      (sumsAre(figure, listed) && contributionsHash(listed) === told.contributionsHash));
  return {
    reconciles,
    message: {
      fr: `Σ contributions = chiffre : ${reconciles ? 'oui' : 'NON'}`,
      en: `Σ contributions = figure: ${reconciles ? 'yes' : 'NO'}`,
    },
  };
};
