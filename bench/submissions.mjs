// Synthetic submissions of about 1.5 KB, as a school of the second degree sends them.
import { randomUUID } from 'node:crypto';

const codes = [
  'nb_eleves nb_enseignants nb_classes nb_salles nb_ordinateurs_fixes nb_ordinateurs_portables',
  'nb_tablettes nb_classes_mobiles nb_tbi_tni nb_vpi nb_videoprojecteurs nb_terminaux_moins_5_ans',
  'nb_imprimantes_3d nb_eleves_b2i_valides nb_eleves_b2i_concernes',
]
  .join(' ')
  .split(' ');

const answersOf = (index) => ({
  ...Object.fromEntries(codes.map((code, at) => [code, (index * 31 + at * 17) % 900])),
  type_acces_internet: 'fibre',
  debit_internet: 'de_10_a_50_mbits',
  part_salles_internet: 'moitie_ou_plus',
  wifi: true,
  filtrage: true,
  charte_usage: 'tous',
  ent_deploye: true,
  ent_solution: 'ent_regional',
  volet_numerique_projet: false,
  maintenance: ['collectivite', 'academie', 'prestataire'],
  services_en_ligne: ['cahier_de_textes', 'notes', 'absences', 'messagerie', 'reservation'],
  comite_numerique: true,
  plan_formation_numerique: false,
  referent_numerique: 'referent',
  observations: 'Réponse synthétique, faite pour une mesure de débit. '.repeat(9),
});

// Made once: a benchmark that holds a hundred thousand objects measures the garbage collector.
const declarations = Array.from({ length: 500 }, (_, index) => ({
  campaign: 'etic-2d-2014',
  uai: '0130001A',
  version: 'etic-2d@2014',
  declaration: { answers: answersOf(index), notConcerned: [] },
}));

export const submission = (index) => declarations[index % declarations.length];

const correlationId = randomUUID();

export const metadata = {
  actor: { role: 'school', id: '0130001A' },
  cause: 'submission',
  correlationId,
  academy: '02',
  synthetic: true,
};

/** One submission as a new event on a new stream. */
export const submissionAppend = (index) => ({
  stream: `response-bench.${randomUUID()}`,
  expectedRevision: 0,
  events: [
    {
      id: randomUUID(),
      type: 'ResponseSubmitted',
      schemaVersion: 1,
      data: submission(index),
      metadata,
    },
  ],
});
