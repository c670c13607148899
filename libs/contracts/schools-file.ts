import type { Bilingual } from '#kernel';

/** What a file of schools may say of a school. */
export const schoolFields = [
  'uai',
  'name',
  'schoolType',
  'nature',
  'degree',
  'sector',
  'communeCode',
  'commune',
  'department',
  'academy',
  'pupils',
  'socialPositionIndex',
  'openedOn',
  'describedOn',
  'schoolYear',
  'generalLane',
  'technologicalLane',
  'vocationalLane',
  'circonscriptionCode',
  'circonscriptionName',
  'bassinCode',
  'bassinName',
  'animationZoneCode',
  'animationZoneName',
] as const;
export type SchoolField = (typeof schoolFields)[number];

/**
 * The names that columns have had, as `columnKey` writes them. A column is found by name, never by
 * place; a renamed column is one more name here.
 */
export const schoolColumns: Readonly<Record<SchoolField, readonly string[]>> = {
  uai: ['uai', 'identifiant_de_l_etablissement', 'numero_uai', 'code_uai', 'rne'],
  name: ['nom', 'nom_etablissement', 'nom_de_l_etablissement', 'nom_de_l_etablissment'],
  schoolType: ['type', 'type_de_lycee'],
  nature: ['code_nature', 'nature_uai'],
  degree: ['degre'],
  sector: ['secteur', 'statut_public_prive', 'secteur_public_prive'],
  communeCode: ['code_commune', 'code_insee_de_la_commune'],
  commune: ['commune', 'nom_commune', 'nom_de_la_commune'],
  department: ['code_departement', 'code_du_departement'],
  academy: ['code_academie', 'academie'],
  pupils: ['effectifs', 'nombre_d_eleves'],
  socialPositionIndex: ['ips'],
  openedOn: ['date_ouverture'],
  describedOn: ['date_maj_ligne'],
  schoolYear: ['rentree_scolaire'],
  generalLane: ['voie_generale'],
  technologicalLane: ['voie_technologique'],
  vocationalLane: ['voie_professionnelle'],
  circonscriptionCode: ['code_circonscription'],
  circonscriptionName: ['nom_circonscription', 'libelle_circonscription'],
  bassinCode: ['code_bassin_formation'],
  bassinName: ['libelle_bassin_formation', 'nom_bassin_formation'],
  animationZoneCode: ['code_zone_animation_pedagogique'],
  animationZoneName: ['libelle_zone_animation_pedagogique'],
};

/** A kind of file: which fields it has, and what it is called. A new one is one more entry. */
export type SchoolsFormat = {
  readonly id: string;
  readonly label: Bilingual;
  readonly requires: readonly SchoolField[];
  /** What the day of a line is: the first of a school year, or that of its last update. */
  readonly lineDates: 'school-year' | 'last-update';
  /** Who says so, when the importer is not told. */
  readonly source: string;
};

const location: readonly SchoolField[] = ['commune', 'department', 'academy'];

export const schoolsFormats: readonly SchoolsFormat[] = [
  {
    id: 'annuaire',
    label: { fr: 'annuaire de l’éducation', en: 'directory of education' },
    requires: ['uai', 'name', 'nature', 'sector', 'communeCode', 'describedOn', ...location],
    lineDates: 'last-update',
    source: 'data.education.gouv.fr, annuaire de l’éducation',
  },
  {
    id: 'lycees-by-year',
    label: { fr: 'lycées par rentrée scolaire', en: 'lycées by school year' },
    requires: ['uai', 'name', 'schoolType', 'sector', 'schoolYear', ...location],
    lineDates: 'school-year',
    source: 'data.education.gouv.fr, lycées par rentrée scolaire',
  },
  {
    id: 'schools-and-pupils',
    label: { fr: 'écoles et effectifs d’une rentrée', en: 'schools and pupils of one school year' },
    requires: [
      'uai',
      'name',
      'schoolType',
      'degree',
      'sector',
      'communeCode',
      'pupils',
      ...location,
    ],
    lineDates: 'school-year',
    source: 'data.education.gouv.fr, écoles et effectifs',
  },
];

/** By `columnKey` of the cell. The ministry writes « privé sous contrat » and « Privé ». */
export const sectorWords: Readonly<Record<string, 'PU' | 'PR'>> = {
  pu: 'PU',
  public: 'PU',
  pr: 'PR',
  prive: 'PR',
  prive_sous_contrat: 'PR',
  prive_hors_contrat: 'PR',
};

const school = { '1D': { schoolType: 'ECOLE', degree: '1D' } } as const;
const secondary = <Type extends string>(schoolType: Type) =>
  ({ schoolType, degree: '2D' }) as const;

/** By `columnKey` of the cell. */
export const typeWords = {
  ecole: school['1D'],
  college: secondary('COLLEGE'),
  legt: secondary('LEGT'),
  lp: secondary('LP'),
  lpo: secondary('LPO'),
  erea: secondary('EREA'),
  autre: secondary('AUTRE'),
} as const;

/**
 * Natures that are schools with pupils of their own. Every label of the source has typing errors
 * somewhere: only the code decides.
 */
export const natures = {
  '101': school['1D'],
  '103': school['1D'],
  '151': school['1D'],
  '153': school['1D'],
  '162': school['1D'],
  '169': school['1D'],
  '170': school['1D'],
  '300': secondary('LEGT'),
  '301': secondary('LEGT'),
  '302': secondary('LEGT'),
  '306': secondary('LPO'),
  '307': secondary('AUTRE'),
  '310': secondary('LEGT'),
  '312': secondary('AUTRE'),
  '315': secondary('LEGT'),
  '320': secondary('LP'),
  '332': secondary('AUTRE'),
  '340': secondary('COLLEGE'),
  '350': secondary('COLLEGE'),
  '352': secondary('COLLEGE'),
  '370': secondary('EREA'),
  '380': secondary('AUTRE'),
  '400': secondary('AUTRE'),
} as const;

export const exclusionsByNature = {
  /** Its pupils are counted in the school that it belongs to. */
  section: /^(334|335|390)$/,
  /** Run by the health ministry, outside both degrees. */
  'medico-social': /^2\d\d$/,
  /** Administration, guidance, inspection: no pupils. */
  service: /^8\d\d$/,
} as const;

export type NotASchool = keyof typeof exclusionsByNature;
