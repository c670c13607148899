import type { Bilingual } from '#kernel';

import type { Geography } from '../../figures.port.js';
import type { TablePlan } from '../publishing.js';
import type { FrozenCampaign } from '../frozen-campaigns.js';
import { type Table, textTable } from './table.js';

type About = Pick<TablePlan, 'title' | 'state' | 'geography'> & {
  readonly campaigns: readonly FrozenCampaign[];
  readonly synthetic: boolean;
};

const states: Readonly<Record<TablePlan['state'], Bilingual>> = {
  provisional: { fr: 'provisoire', en: 'provisional' },
  definitive: { fr: 'définitif', en: 'definitive' },
};

const mapOf = (geography: Geography): Bilingual => {
  if (geography === 'THEN') return { fr: 'celle de chaque campagne', en: 'that of each campaign' };
  if (geography === 'CURRENT')
    return { fr: 'la dernière connue à cette position', en: 'the last known at this position' };
  return { fr: `celle de ${geography.at}`, en: `that of ${geography.at}` };
};

const synthetic: Bilingual = {
  fr: '**Données synthétiques** : les réponses ont été inventées pour une démonstration.\n\n',
  en: '**Synthetic data**: the answers were made up for a demonstration.\n\n',
};

const campaignLine = ({ campaign, title, schoolYear, status }: FrozenCampaign): Bilingual => ({
  fr: `- ${campaign} : ${title}, ${schoolYear}, ${status === 'open' ? 'ouverte' : 'close'}`,
  en: `- ${campaign}: ${title}, ${schoolYear}, ${status}`,
});

const french = (about: About): string => `# ${about.title.fr}

${about.synthetic ? synthetic.fr : ''}État : ${states[about.state].fr}. Carte des territoires : ${mapOf(about.geography).fr}.

Campagnes :

${about.campaigns.map((one) => campaignLine(one).fr).join('\n')}

## Méthode

Un chiffre est un rapport de sommes : la somme des numérateurs divisée par la
somme des dénominateurs des réponses reçues, jamais une moyenne de rapports. Il
est arrondi une seule fois, à la fin, au nombre de décimales de son indicateur,
les demis s’éloignant de zéro. Rien n’est redressé ni estimé : les établissements
qui n’ont pas répondu ne comptent pas, et le taux de réponse est donné avec
chaque chiffre.

Zéro, sans réponse, non concerné et non posé sont quatre choses différentes. Un
chiffre absent a un statut (\`missing\`) et une raison (\`missing_reason\`).

## Fichiers

- \`figures.csv\` : un chiffre par indicateur, territoire, année scolaire et
  segment ; \`school_type\` ou \`sector\` vide : tous les établissements.
- \`coverage.csv\` : attendus, reçus, validés, en retard, écartés, par campagne.
- \`indicators.csv\` : ce que chaque indicateur compte, et comment.
- \`territories.csv\` : les territoires et leurs noms.

UTF-8, virgules, fins de ligne LF, RFC 4180. Les nombres sont exacts, avec un
point. Les codes sont des textes : « 02 » n’est pas 2.

Aucun contrôle du secret statistique n’a été fait : les fichiers de chiffres
sont réservés aux comptes qui peuvent les lire dans l’observatoire.
`;

const english = (about: About): string => `# ${about.title.en}

${about.synthetic ? synthetic.en : ''}State: ${states[about.state].en}. Map of territories: ${mapOf(about.geography).en}.

Campaigns:

${about.campaigns.map((one) => campaignLine(one).en).join('\n')}

## Method

A figure is a ratio of sums: the sum of the numerators divided by the sum of the
denominators of the responses received, never a mean of ratios. It is rounded
once, at the end, to the decimals of its indicator, halves away from zero.
Nothing is weighted or estimated: schools that did not answer do not count, and
the response rate is given with each figure.

Zero, no answer, not concerned and not asked are four different things. A figure
that is absent has a status (\`missing\`) and a reason (\`missing_reason\`).

## Files

- \`figures.csv\`: one figure for each indicator, territory, school year and
  segment; an empty \`school_type\` or \`sector\`: all schools.
- \`coverage.csv\`: expected, received, validated, late, excluded, by campaign.
- \`indicators.csv\`: what each indicator counts, and how.
- \`territories.csv\`: the territories and their names.

UTF-8, commas, LF line ends, RFC 4180. Numbers are exact, with a point. Codes are
texts: "02" is not 2.

No disclosure control has been done: the files of figures are for accounts that
may read them in the observatory.
`;

/** What a reader has to know, in French and in English. */
export const methodologyTables = (about: About): readonly Table[] => [
  textTable('methodology.en.md', english(about)),
  textTable('methodology.fr.md', french(about)),
];
