import type { Language } from '#platform';

const french = {
  title: 'Observatoire des usages du numérique',
  lead: 'Des réponses des établissements aux chiffres que l’on peut demander : une réponse est un fait, un chiffre se calcule, et chaque chiffre dit d’où il vient.',
  skip: 'Aller au contenu',
  other: { lang: 'en', label: 'English' },
  synthetic:
    'Données synthétiques. Des réponses ont été inventées pour la démonstration : aucun chiffre de cette installation ne décrit un établissement réel.',
  partlySynthetic:
    'Données en partie synthétiques. Les réponses des campagnes marquées « synthétique » ont été inventées pour la démonstration : leurs chiffres ne décrivent aucun établissement réel.',
  unavailable:
    'La base de données ne répond pas. Rien n’est perdu : cette page et les services reprendront d’eux-mêmes dès qu’elle répondra.',
  state: 'État',
  running: 'En marche',
  waiting: 'En attente de la base',
  version: 'Version',
  head: 'Position du journal',
  lag: 'Lectures',
  upToDate: 'à jour',
  behind: (lag: string) => `en retard de ${lag}`,
  stopped: (projection: string, at: string) =>
    `Le modèle de lecture ${projection} s’est arrêté à la position ${at}. Ce qu’il sait reste lisible, rien n’est perdu, les autres avancent.`,
  stoppedBy: (at: string, type: string) => `L’événement ${at} (${type}) n’a pas pu être appliqué.`,
  whatToDo: 'Pour l’exploitant : observatory projections dit pourquoi et que faire.',
  campaigns: 'Campagnes',
  noCampaign: 'Aucune campagne n’est encore ouverte.',
  columns: {
    campaign: 'Campagne',
    year: 'Année scolaire',
    dates: 'Dates',
    status: 'État',
    expected: 'Attendus',
  },
  open: 'ouverte',
  closed: 'close',
  syntheticMark: 'synthétique',
  dates: (from: string, until: string) => `du ${from} au ${until}`,
  doors: 'Par où entrer',
  graphiql: [
    'Poser une question',
    'L’éditeur de requêtes GraphQL, avec la documentation de chaque champ.',
  ],
  graphql: [
    'L’interface GraphQL',
    'POST /graphql : lectures publiques sans jeton, chiffres et réponses avec un jeton.',
  ],
  templates: [
    'Modèles de fichiers',
    'Modèle CSV, dictionnaire et exemple rempli pour chaque questionnaire.',
  ],
  publications: ['Publications', 'Des états des chiffres, figés et signés, avec leurs fichiers.'],
  health: ['Santé', 'L’état du service pour la supervision, en JSON.'],
  files: { template: 'modèle', dictionary: 'dictionnaire', example: 'exemple' },
  licence:
    'Logiciel libre sous licence EUPL 1.2. Annuaire : ministère de l’Éducation nationale (DEPP), Licence Ouverte 2.0.',
};

const english: typeof french = {
  title: 'Observatory of digital use in schools',
  lead: 'From the answers of schools to figures that one can ask for: an answer is a fact, a figure is computed, and every figure says where it comes from.',
  skip: 'Skip to content',
  other: { lang: 'fr', label: 'Français' },
  synthetic:
    'Synthetic data. Answers were made up for the demonstration: no figure of this installation describes a real school.',
  partlySynthetic:
    'Data that are partly synthetic. The answers of the campaigns that are marked "synthetic" were made up for the demonstration: their figures describe no real school.',
  unavailable:
    'The database does not answer. Nothing is lost: this page and the services resume by themselves as soon as it does.',
  state: 'State',
  running: 'Running',
  waiting: 'Waiting for the database',
  version: 'Version',
  head: 'Log position',
  lag: 'Read models',
  upToDate: 'up to date',
  behind: (lag) => `${lag} behind`,
  stopped: (projection, at) =>
    `The read model ${projection} has stopped at position ${at}. What it knows can be read, nothing is lost, the others go on.`,
  stoppedBy: (at, type) => `The event ${at} (${type}) could not be applied.`,
  whatToDo: 'For the operator: observatory projections says why and what to do.',
  campaigns: 'Campaigns',
  noCampaign: 'No campaign has been opened yet.',
  columns: {
    campaign: 'Campaign',
    year: 'School year',
    dates: 'Dates',
    status: 'State',
    expected: 'Expected',
  },
  open: 'open',
  closed: 'closed',
  syntheticMark: 'synthetic',
  dates: (from, until) => `${from} to ${until}`,
  doors: 'Ways in',
  graphiql: ['Ask a question', 'The GraphQL query editor, with the documentation of every field.'],
  graphql: [
    'The GraphQL interface',
    'POST /graphql: public reads without a token, figures and answers with one.',
  ],
  templates: [
    'File templates',
    'CSV template, dictionary and filled example for each questionnaire.',
  ],
  publications: ['Publications', 'States of the figures, frozen and signed, with their files.'],
  health: ['Health', 'The state of the service for monitoring, in JSON.'],
  files: { template: 'template', dictionary: 'dictionary', example: 'example' },
  licence:
    'Free software under the EUPL 1.2. Directory: French ministry of education (DEPP), Licence Ouverte 2.0.',
};

export type LandingTexts = typeof french;

export const landingTexts: Readonly<Record<Language, LandingTexts>> = { fr: french, en: english };
