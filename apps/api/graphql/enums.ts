import { registerEnumType } from '@nestjs/graphql';

import type {
  FigureStatus,
  MissingReason,
  ProjectionStatus,
  ReasonLeftOut,
  ResponseStatus,
  ReturnStatus,
  RevisionCause,
  RevisionKind,
  StandingProposal,
  TerritoryKind,
  ToDo,
} from '#application';
import type { TerritoryEvent } from '#domain/territory';
import type { AnswerState } from '#kernel';

type Described<Name extends string> = Readonly<Record<Name, string>>;

/** Registers a GraphQL enum whose every value is described: name → [internal value, description]. */
const enumOf = <Value extends string, Name extends string>(
  name: string,
  description: string,
  entries: Readonly<Record<Name, readonly [Value, string]>>,
): Readonly<Record<Name, Value>> => {
  const pairs = Object.entries<readonly [Value, string]>(entries);
  const values = Object.fromEntries(pairs.map(([key, [value]]) => [key, value]));
  const valuesMap = Object.fromEntries(
    pairs.map(([key, [, text]]) => [key, { description: text }]),
  );
  registerEnumType(values, { name, description, valuesMap });
  return values as Readonly<Record<Name, Value>>;
};

const same = <Name extends string>(described: Described<Name>) =>
  Object.fromEntries(
    Object.entries<string>(described).map(([name, text]) => [name, [name, text]]),
  ) as unknown as Readonly<Record<Name, readonly [Name, string]>>;

export const GeographyEnum = enumOf(
  'Geography',
  'La carte selon laquelle les établissements sont rassemblés. À ne pas confondre avec asOf, qui dit ce que l’on savait.',
  same({
    THEN: 'Les territoires tels que la campagne les a figés à son ouverture.',
    CURRENT: 'Les territoires tels que l’annuaire les connaît aujourd’hui.',
    AT: 'Les territoires au 1er septembre de l’année scolaire que dit geographyYear.',
  }),
);

export const TerritoryKindEnum = enumOf<
  TerritoryKind,
  'SCHOOL' | 'DEPARTMENT' | 'ACADEMY' | 'ACADEMIC_REGION' | 'COUNTRY' | 'CIRCONSCRIPTION' | 'BASSIN'
>('TerritoryKind', 'Le niveau d’un territoire.', {
  SCHOOL: ['school', 'Un établissement ; son code est son UAI.'],
  DEPARTMENT: ['department', 'Un département ; code à trois caractères, « 013 ».'],
  ACADEMY: ['academy', 'Une académie ; code à deux chiffres, « 02 » pour Aix-Marseille.'],
  ACADEMIC_REGION: ['academic-region', 'Une région académique ; code Insee de la région, « 93 ».'],
  COUNTRY: ['country', 'La France ; code « FR ».'],
  CIRCONSCRIPTION: [
    'circonscription',
    'Une circonscription du premier degré, celle d’un inspecteur ; code de l’annuaire.',
  ],
  BASSIN: ['bassin', 'Un bassin de formation ; code de l’annuaire.'],
});

export const SchoolTypeEnum = enumOf(
  'SchoolType',
  'Le type d’un établissement.',
  same({
    ECOLE: 'École maternelle, élémentaire ou primaire.',
    COLLEGE: 'Collège.',
    LEGT: 'Lycée d’enseignement général et technologique.',
    LP: 'Lycée professionnel.',
    LPO: 'Lycée polyvalent.',
    EREA: 'Établissement régional d’enseignement adapté.',
    AUTRE: 'Autre établissement.',
  }),
);

export const SectorEnum = enumOf('Sector', 'Le secteur d’un établissement.', {
  PUBLIC: ['PU', 'Enseignement public.'],
  PRIVATE: ['PR', 'Enseignement privé.'],
});

export const DegreeEnum = enumOf('Degree', 'Le degré d’enseignement.', {
  FIRST: ['1D', 'Premier degré : écoles.'],
  SECOND: ['2D', 'Second degré : collèges, lycées, EREA.'],
});

export const BreakdownEnum = enumOf('Breakdown', 'Une dimension qui découpe un chiffre.', {
  SCHOOL_TYPE: ['schoolType', 'Par type d’établissement.'],
  SECTOR: ['sector', 'Par secteur, public ou privé.'],
});

export const FigureStatusEnum = enumOf<
  FigureStatus,
  'NORMAL' | 'PROVISIONAL' | 'ESTIMATED' | 'BREAK' | 'MISSING'
>('FigureStatus', 'Ce que vaut un chiffre.', {
  NORMAL: ['normal', 'Calculé sur une campagne close.'],
  PROVISIONAL: ['provisional', 'Provisoire : la campagne est encore ouverte.'],
  ESTIMATED: ['estimated', 'Estimé.'],
  BREAK: ['break', 'Rupture de série : ne se compare pas aux années d’avant ; break dit pourquoi.'],
  MISSING: ['missing', 'Il n’y a pas de chiffre ; missingReason dit pourquoi.'],
});

export const DefinitionChoiceEnum = enumOf(
  'DefinitionChoice',
  'Quelle version d’une définition calcule un chiffre.',
  same({
    LATEST: 'La dernière, pour toutes les années : l’histoire est recalculée.',
    IN_FORCE: 'Pour chaque année scolaire, celle qui était officielle alors.',
  }),
);

export const BreakCauseEnum = enumOf('BreakCause', 'Ce qui rompt une série.', {
  QUESTIONNAIRE: ['questionnaire', 'Une question dont les chiffres sont faits a changé.'],
  DEFINITION: ['definition', 'La définition de l’indicateur a changé.'],
});

export const MissingReasonEnum = enumOf<
  MissingReason,
  | 'NOT_SURVEYED'
  | 'NO_RESPONSE'
  | 'NO_ANSWER'
  | 'ZERO_DENOMINATOR'
  | 'NOT_IN_GEOGRAPHY'
  | 'WITHHELD'
>('MissingReason', 'Pourquoi un chiffre manque.', {
  NOT_SURVEYED: [
    'not-surveyed',
    'Pas de campagne cette année-là, ou aucun établissement attendu dans le territoire.',
  ],
  NO_RESPONSE: ['no-response', 'Des établissements étaient attendus, aucun n’a répondu.'],
  NO_ANSWER: ['no-answer', 'Des établissements ont répondu, aucun à cette question.'],
  ZERO_DENOMINATOR: ['zero-denominator', 'Le dénominateur est nul.'],
  NOT_IN_GEOGRAPHY: [
    'not-in-geography',
    'Le territoire n’existe pas sur la carte demandée : académie fusionnée depuis, ou pas encore créée.',
  ],
  WITHHELD: ['withheld', 'Le lecteur n’a pas le droit de le voir.'],
});

export const ReasonLeftOutEnum = enumOf<
  ReasonLeftOut,
  | 'NOT_EXPECTED'
  | 'OUTSIDE_SCOPE'
  | 'NO_RESPONSE'
  | 'DRAFT'
  | 'WITHDRAWN'
  | 'NOT_IN_QUESTIONNAIRE'
  | 'NO_ANSWER'
  | 'NOT_CONCERNED'
  | 'NOT_ASKED'
  | 'SCHOOL_UNKNOWN'
  | 'NOT_COUNTED'
>('ReasonLeftOut', 'Pourquoi un établissement ne compte pas dans un chiffre.', {
  NOT_EXPECTED: ['not-expected', 'La campagne ne l’attend pas ; detail dit pourquoi.'],
  OUTSIDE_SCOPE: ['outside-scope', 'L’indicateur ne porte pas sur lui.'],
  NO_RESPONSE: ['no-response', 'Attendu, il n’a rien envoyé.'],
  DRAFT: ['draft', 'Il n’a qu’un brouillon.'],
  WITHDRAWN: ['withdrawn', 'Sa réponse est retirée.'],
  NOT_IN_QUESTIONNAIRE: [
    'not-in-questionnaire',
    'La version du questionnaire ne pose pas les questions que la formule lit.',
  ],
  NO_ANSWER: ['no-answer', 'Une question que la formule lit est restée sans réponse.'],
  NOT_CONCERNED: [
    'not-concerned',
    'Il s’est dit non concerné par une question que la formule lit.',
  ],
  NOT_ASKED: ['not-asked', 'Une autre de ses réponses masque une question que la formule lit.'],
  SCHOOL_UNKNOWN: ['school-unknown', 'L’annuaire ne sait pas ce que la formule lit de lui.'],
  NOT_COUNTED: ['not-counted', 'Reçu et non compté : les pages distinguent les raisons.'],
});

export const RevisionCauseEnum = enumOf<
  RevisionCause,
  | 'SUBMISSION'
  | 'LATE_SUBMISSION'
  | 'CORRECTION'
  | 'RULE_CHANGE'
  | 'DEFINITION_CHANGE'
  | 'TERRITORY_CHANGE'
  | 'ERASURE'
  | 'IMPORT'
>('RevisionCause', 'Pourquoi des chiffres ont changé.', {
  SUBMISSION: ['submission', 'Une réponse envoyée, ou validée.'],
  LATE_SUBMISSION: ['late-submission', 'Une réponse envoyée après la clôture.'],
  CORRECTION: ['correction', 'Une réponse corrigée ou retirée.'],
  RULE_CHANGE: ['rule-change', 'Une règle a changé.'],
  DEFINITION_CHANGE: [
    'definition-change',
    'Une définition a changé, ou une campagne : sa liste, son ouverture, sa clôture.',
  ],
  TERRITORY_CHANGE: ['territory-change', 'L’annuaire a changé.'],
  ERASURE: ['erasure', 'Des données ont été effacées.'],
  IMPORT: ['import', 'Un fichier a été importé.'],
});

export const RevisionKindEnum = enumOf<
  RevisionKind,
  'RESPONSE' | 'LIST' | 'CAMPAIGN' | 'SCHOOL' | 'DEFINITIONS'
>('RevisionKind', 'Ce qu’une révision change.', {
  RESPONSE: ['response', 'La réponse d’un établissement.'],
  LIST: ['list', 'La liste des établissements attendus.'],
  CAMPAIGN: ['campaign', 'L’état d’une campagne : ses chiffres deviennent provisoires ou non.'],
  SCHOOL: ['school', 'L’annuaire : les cartes d’aujourd’hui et d’une année bougent.'],
  DEFINITIONS: ['definitions', 'Les définitions du catalogue.'],
});

export const ConfidentialityEnum = enumOf(
  'Confidentiality',
  'Statut de confidentialité, liste SDMX CL_CONF_STATUS.',
  same({
    F: 'Libre : peut être publié.',
    N: 'Non publiable : réservé à l’observatoire et aux établissements concernés.',
    C: 'Confidentiel.',
  }),
);

export const CampaignStatusEnum = enumOf('CampaignStatus', 'L’état d’une campagne.', {
  OPEN: ['open', 'Ouverte : les établissements peuvent répondre.'],
  CLOSED: ['closed', 'Close : plus aucune réponse n’est reçue.'],
});

export const ResponseStatusEnum = enumOf<
  ResponseStatus,
  'EXPECTED' | 'DRAFT' | 'SUBMITTED' | 'VALIDATED' | 'WITHDRAWN'
>('ResponseStatus', 'Où en est la réponse d’un établissement.', {
  EXPECTED: ['expected', 'Attendue : rien n’a été reçu.'],
  DRAFT: ['draft', 'En brouillon.'],
  SUBMITTED: ['submitted', 'Envoyée.'],
  VALIDATED: ['validated', 'Validée par l’observatoire.'],
  WITHDRAWN: ['withdrawn', 'Retirée.'],
});

export const ReturnStatusEnum = enumOf<
  ReturnStatus,
  'OPEN' | 'EXPIRED' | 'CORRECTED' | 'CONFIRMED' | 'CANCELLED' | 'REPLACED'
>('ReturnStatus', 'Où en est une question rendue à un établissement.', {
  OPEN: ['open', 'Elle attend une réponse.'],
  EXPIRED: ['expired', 'Elle attendait une réponse, et le dernier jour est passé.'],
  CORRECTED: ['corrected', 'La réponse a été corrigée.'],
  CONFIRMED: ['confirmed', 'La réponse a été confirmée.'],
  CANCELLED: ['cancelled', 'Le retour a été annulé.'],
  REPLACED: ['replaced', 'Un autre retour de la question a pris sa place.'],
});

export const ToDoKindEnum = enumOf<ToDo['kind'], 'ANSWER_RETURN' | 'RESPOND'>(
  'ToDoKind',
  'Ce qui attend un établissement.',
  {
    ANSWER_RETURN: ['answer-return', 'Une question rendue : la corriger ou la confirmer.'],
    RESPOND: ['respond', 'Une campagne ouverte : envoyer une réponse.'],
  },
);

export const AnswerStateEnum = enumOf<
  AnswerState,
  'ANSWERED' | 'NO_ANSWER' | 'NOT_CONCERNED' | 'NOT_ASKED'
>('AnswerState', 'Les quatre états d’une réponse, jamais confondus.', {
  ANSWERED: ['answered', 'Répondue ; zéro est une réponse.'],
  NO_ANSWER: ['no-answer', 'Posée, restée sans réponse.'],
  NOT_CONCERNED: ['not-concerned', 'L’établissement s’est dit non concerné.'],
  NOT_ASKED: [
    'not-asked',
    'Non posée : absente de cette version, ou masquée par une réponse précédente.',
  ],
});

export const SeverityEnum = enumOf('Severity', 'La gravité d’un problème.', {
  ERROR: ['error', 'Bloque.'],
  WARNING: ['warning', 'Demande une justification.'],
});

export const SchoolFactEnum = enumOf('SchoolFact', 'Ce qu’un fait dit d’un établissement.', {
  REGISTERED: ['SchoolRegistered', 'Son inscription.'],
  CONFIRMED: ['SchoolConfirmed', 'Ce que l’on savait est confirmé.'],
  RENAMED: ['SchoolRenamed', 'Un autre nom.'],
  RECLASSIFIED: ['SchoolReclassified', 'Un autre type ou un autre secteur.'],
  RELOCATED: ['SchoolRelocated', 'Un autre lieu.'],
  ZONED: ['SchoolZoned', 'Sa circonscription ou son bassin.'],
  COUNTED: ['EnrolmentCounted', 'Son effectif.'],
  OPENED: ['SchoolOpened', 'Son ouverture.'],
  CLOSED: ['SchoolClosed', 'Sa fermeture.'],
  REOPENED: ['SchoolReopened', 'Sa réouverture.'],
  ABSORBED: ['SchoolAbsorbed', 'Son absorption par un autre.'],
  RETRACTED: ['SchoolFactsRetracted', 'Des faits sont annulés.'],
} satisfies Readonly<Record<string, readonly [TerritoryEvent['type'], string]>>);

export const ProposalStateEnum = enumOf('ProposalState', 'Où en est une absorption proposée.', {
  READY: ['ready', 'Elle peut être enregistrée.'],
  UNKNOWN: ['unknown', 'L’annuaire ne connaît pas l’établissement absorbé.'],
  CLOSED: ['closed', 'L’établissement a fermé un autre jour : à vérifier d’abord.'],
} satisfies Readonly<Record<string, readonly [StandingProposal['state'], string]>>);

export const EffectEnum = enumOf('Effect', 'Ce qu’une commande a fait.', {
  RECORDED: ['recorded', 'Enregistrée pour la première fois.'],
  CORRECTED: ['corrected', 'Une réponse déjà là a été corrigée.'],
  UNCHANGED: ['unchanged', 'Rien n’a changé : c’était déjà enregistré.'],
});

export const LanguageEnum = enumOf('Language', 'La langue des messages.', {
  FR: ['fr', 'Français.'],
  EN: ['en', 'Anglais.'],
});

export const QuestionTypeEnum = enumOf('QuestionType', 'Le type d’une question.', {
  INTEGER: ['integer', 'Nombre entier.'],
  DECIMAL: ['decimal', 'Nombre décimal.'],
  BOOLEAN: ['boolean', 'Oui ou non.'],
  CHOICE: ['choice', 'Un choix parmi plusieurs.'],
  CHOICES: ['choices', 'Plusieurs choix possibles.'],
  TEXT: ['text', 'Texte libre.'],
});

export const ComparabilityEnum = enumOf(
  'ComparabilityStatus',
  'Ce que vaut la comparaison avec une version antérieure.',
  {
    IDENTICAL: ['identical', 'Même question : la série continue.'],
    COMPARABLE: ['comparable', 'Question comparable, aux réserves près.'],
    BREAK: ['break', 'Rupture : les séries ne se comparent pas.'],
  },
);

export const QuestionChangeEnum = enumOf(
  'QuestionChangeKind',
  'Ce qu’une question est devenue depuis la version d’avant.',
  {
    ADDED: ['added', 'Nouvelle : la version d’avant ne la posait pas.'],
    REMOVED: ['removed', 'Retirée.'],
    COMPARABLE: ['comparable', 'Comparable, aux réserves près.'],
    BREAK: ['break', 'Rupture : les séries ne se comparent pas.'],
    UNMARKED: ['unmarked', 'Gardée, sans que sa comparabilité soit dite.'],
  },
);

export const AggregationEnum = enumOf(
  'Aggregation',
  'Comment un chiffre découle des sommes d’un territoire.',
  {
    TOTAL: ['total', 'La somme des numérateurs.'],
    RATIO: ['ratio', 'Somme des numérateurs ÷ somme des dénominateurs.'],
    SHARE: ['share', 'Le même rapport, en pour cent.'],
    PER_100: ['per-100', 'Le même rapport, pour 100.'],
    PER_1000: ['per-1000', 'Le même rapport, pour 1 000.'],
  },
);

export const DirectionEnum = enumOf('Direction', 'Le sens dans lequel un chiffre s’améliore.', {
  HIGHER_IS_BETTER: ['higher-is-better', 'Plus haut, c’est mieux.'],
  LOWER_IS_BETTER: ['lower-is-better', 'Plus bas, c’est mieux.'],
  NEUTRAL: ['neutral', 'Ni l’un ni l’autre.'],
});

export const IndicatorSourceEnum = enumOf(
  'IndicatorSource',
  'D’où un indicateur tire ses valeurs.',
  {
    ANSWERS: ['answers', 'Des réponses des établissements.'],
    COVERAGE: ['coverage', 'De la liste des établissements attendus.'],
  },
);

export const PublicationStateEnum = enumOf('PublicationState', 'L’état d’une publication.', {
  PROVISIONAL: ['provisional', 'Provisoire : d’autres réponses peuvent venir.'],
  DEFINITIVE: ['definitive', 'Définitive : une autre ne peut que la remplacer.'],
  WITHDRAWN: ['withdrawn', 'Retirée, avec un motif ; le registre la garde.'],
});

export const ProjectionStatusEnum = enumOf<
  ProjectionStatus,
  'WAITING' | 'FOLLOWING' | 'REBUILDING' | 'STOPPED'
>('ProjectionStatus', 'Ce que fait un modèle de lecture.', {
  WAITING: ['waiting', 'Pas encore lu.'],
  FOLLOWING: ['following', 'Suit le journal.'],
  REBUILDING: ['rebuilding', 'Reconstruit à côté ; ses lignes d’avant sont lues en attendant.'],
  STOPPED: ['stopped', 'Arrêté sur un fait qu’il ne peut pas appliquer : failure dit quoi faire.'],
});
