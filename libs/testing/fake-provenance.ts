import type {
  Contribution,
  LeftOut,
  ProvenanceReader,
  Revision,
  RevisionReader,
} from '#application';
import { position, type Position } from '#kernel';

import { fakeFigures } from './fake-readers.js';

const contribution: Contribution = {
  campaign: 'etic-1d-2014',
  uai: '0130001F',
  name: 'École',
  status: 'submitted',
  numerator: '24',
  denominator: '10',
  revision: 2,
  contentHash: 'ab'.repeat(32),
  late: false,
  synthetic: false,
  submittedAt: '2014-05-02T08:00:00.000000Z',
  receiptPosition: position(40n),
  answers: [{ question: 'nb_eleves', state: 'answered', value: 24 }],
  corrections: [],
};

const leftOut: LeftOut = {
  campaign: 'etic-1d-2014',
  uai: '0131884C',
  name: 'Collège Belle de Mai',
  reason: 'no-answer',
  detail: null,
  missing: [{ question: 'nb_eleves', state: 'no-answer' }],
};

/** One school that counts, one that does not; `asked` remembers which figure and whose schools were asked for. */
export const fakeProvenance = (asked: unknown[] = []): ProvenanceReader => ({
  provenance: (figure) => {
    asked.push({ figure });
    return Promise.resolve({
      definition: {
        indicator: figure.indicator,
        version: figure.definitionVersion,
        survey: 'etic-1d',
        source: 'answers',
        aggregation: 'ratio',
        numerator: 'nb_eleves',
        denominator: 'nb_ordinateurs_fixes',
        scope: null,
        questions: ['nb_eleves', 'nb_ordinateurs_fixes'],
        fingerprint: 'cd'.repeat(32),
      },
      moment: figure.moment,
      position: figure.moment.asOf ?? position(0n),
      used: 1,
      numerator: '24',
      denominator: '10',
      contributionsHash: 'ef'.repeat(32),
      notValidated: 1,
      leftOut: [{ reason: 'no-answer', detail: null, schools: 1 }],
      exact: true,
    });
  },
  contributions: (figure, within, page) => {
    asked.push({ figure, within, page });
    return Promise.resolve({ rows: [contribution], cursors: ['MQ'], hasNextPage: false });
  },
  leftOut: (figure, filter, page) => {
    asked.push({ figure, filter, page });
    const found = { rows: [leftOut], cursors: ['MQ'], hasNextPage: true };
    return Promise.resolve({ ...found, endCursor: 'Mg' });
  },
});

const revision: Revision = {
  position: position(41n),
  recordedAt: '2014-05-02T08:00:00.000000Z',
  territories: [
    { kind: 'school', code: '0130001F' },
    { kind: 'country', code: 'FR' },
  ],
  kind: 'response',
  cause: 'late-submission',
  campaign: 'etic-1d-2014',
  uai: '0130001F',
  statusFrom: 'expected',
  statusTo: 'submitted',
  schools: 1,
  detail: null,
  changes: [
    {
      indicator: 'nb_tbi_tni_1d@1',
      from: { used: 0, numerator: null, denominator: null },
      to: { used: 1, numerator: '3', denominator: null },
    },
  ],
};

/** One revision, for ever the last; `asked` remembers what was asked for. */
export const fakeRevisions = (asked: unknown[] = []): RevisionReader => ({
  revisions: (filter, page) => {
    asked.push({ filter, page });
    const found = { rows: [revision], cursors: ['cjQx'], hasNextPage: false };
    return Promise.resolve({ ...found, endCursor: 'cjQx' });
  },
  figureChange: async (span) => {
    asked.push({ span });
    const { indicator, territory, schoolYear, geography, from, to } = span;
    const query = { indicators: [indicator], territories: [territory], schoolYears: [schoolYear] };
    const at = async (asOf: Position | null) => {
      const moment = { asOf, geography };
      const [figure] = await fakeFigures().figures({ ...query, breakdown: [], moment });
      if (figure === undefined) throw new Error('no figure');
      return figure;
    };
    const causes = [
      { cause: 'correction', used: 0, numerator: '-2', denominator: '0' },
      { cause: 'territory-change', used: 1, numerator: '5', denominator: '0' },
    ] as const;
    return { before: await at(from), after: await at(to), causes };
  },
});
