import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { CampaignEvent, Respondent } from '#domain/campaign';
import type { ResponseEvent } from '#domain/response';
import { position, type SchoolYear } from '#kernel';
import type { Fact } from '#read-models/fact';

import type { FiguresContext } from './batch.js';
import { cellText, type PastCell } from './cells.js';
import type { Gauge } from './contribution.js';
import type { CampaignSums } from './counter.js';
import { type FigureEvent, project, projectVersions } from './figures.projection.js';
import type { RespondentRow, ResponseRow, Standing } from './figures.rows.js';
import { settle, type SumChanges, type Uncounted } from './settlement.projection.js';
import { countedOf } from './standing.js';

const gauge: Gauge = {
  slots: 2,
  coverage: (_, { received }) => ({ numerators: [received ? 1 : 0], denominators: [1] }),
  whole: (_, { declaration, flags }) => ({
    numerators: [
      flags.received ? 1 : 0,
      (declaration.answers['computers'] as number | undefined) ?? null,
    ],
    denominators: [1, null],
  }),
};

const campaign = 'c';
const schools: readonly Respondent[] = ['A', 'B', 'C', 'D'].map((uai, index) => ({
  uai,
  name: uai,
  schoolType: index % 2 === 0 ? 'ECOLE' : 'COLLEGE',
  sector: 'PU',
  degree: '1D',
  department: index < 2 ? '013' : '031',
  academy: index < 2 ? '02' : '16',
  pupils: index,
}));

const opened: CampaignEvent = {
  type: 'CampaignOpened',
  data: {
    campaign,
    survey: 's',
    version: '1',
    schoolYear: '2013-2014' as SchoolYear,
    title: 'C',
    opensOn: '2014-01-01',
    closesOn: '2014-02-01',
    field: {},
    expected: 4,
    excluded: 1,
  },
};
const listed: CampaignEvent = {
  type: 'RespondentsListed',
  data: {
    campaign,
    respondents: schools,
    exclusions: [{ uai: 'X', reason: 'closed', school: null }],
  },
};

const sent = (uai: string, computers: number): ResponseEvent => ({
  type: 'ResponseSubmitted',
  data: {
    campaign,
    uai,
    answers: { computers },
    notConcerned: [],
    questionnaire: 's@1',
    justifications: [],
    late: computers % 2 === 0,
    channel: 'form',
    contentHash: 'ab',
  },
});
const withdrawn = (uai: string): ResponseEvent => ({
  type: 'ResponseWithdrawn',
  data: { campaign, uai, reason: 'r' },
});

const fact = (event: FigureEvent, at: bigint): Fact<FigureEvent> => ({
  event,
  position: position(at),
  revision: 1,
  recordedAt: '2014-01-01T00:00:00.000000Z',
  cause: 'submission',
  synthetic: false,
});

const definitions = {
  gaugeOf: () => gauge,
  academicRegionOf: () => '93',
  academyThen: ({ academy }: { readonly academy: string }) => academy,
};
const nothing: CampaignSums = { ledger: new Map(), open: [], listedTo: 0n };
const empty: FiguresContext = {
  ...definitions,
  sumsOf: () => nothing,
  roundOf: () => undefined,
  standingOf: () => undefined,
};

/** The versions of one school, projected in a batch of its own. */
const versionsOf = (
  facts: readonly Fact<FigureEvent>[],
  { rounds, respondents }: ReturnType<typeof projectVersions>,
  uai: string,
): readonly ResponseRow[] => {
  const enrolled = respondents.find((one) => one.uai === uai)?.enrolled;
  const standing: Standing | undefined = enrolled && { enrolled, response: null };
  const context = {
    ...definitions,
    roundOf: () => rounds.opened[0],
    standingOf: () => standing,
  };
  const own = facts.filter(({ event }) => 'uai' in event.data && event.data.uai === uai);
  return projectVersions(context, own).responses.opened;
};

const listOf = (respondents: readonly RespondentRow[]): Uncounted => ({
  kind: 'listed',
  campaign,
  position: 2n,
  expected: respondents.map(({ enrolled, baseline }) => ({ ...enrolled, baseline })),
  excluded: [
    { department: null, academy: null, academicRegion: null, schoolType: null, sector: null },
  ],
});

const changesOf = (
  versions: readonly ResponseRow[],
  { enrolled, baseline }: RespondentRow,
): readonly Uncounted[] => {
  const school = { pupils: enrolled.pupils, baseline: () => baseline };
  return versions.flatMap((version, index) => {
    const replaced = versions[index - 1] ?? null;
    const isCounted = version.contribution !== null || (replaced?.contribution ?? null) !== null;
    const change: Uncounted = {
      kind: 'changed',
      campaign,
      position: version.knownFrom,
      leaf: enrolled.leaf,
      before: countedOf(school, replaced),
      after: countedOf(school, version),
    };
    return isCounted ? [change] : [];
  });
};

/** Counts steps in batches, each on what the one before has left. */
const settledIn = (batches: readonly (readonly Uncounted[])[]) => {
  let sums = nothing;
  const all: SumChanges[] = [];
  for (const steps of batches) {
    const known = sums;
    const changes = settle({ slotsOf: () => 2, sumsOf: () => known }, steps);
    sums = {
      ledger: new Map([...sums.ledger, ...(changes.ledgers.get(campaign) ?? [])]),
      open: changes.openPages.get(campaign) ?? sums.open,
      listedTo: changes.rolls[0]?.listedTo ?? sums.listedTo,
    };
    all.push(changes);
  }
  return { ledger: sums.ledger, past: all.flatMap(({ pastCells }) => pastCells) };
};

const byKey = (kept: readonly PastCell[]) =>
  Object.fromEntries(
    kept.map(({ cell }) => [`${cellText(cell.key)}|${String(cell.touched)}`, cell.tally]),
  );

const aDeed = fc.record({
  school: fc.constantFrom(...schools.map(({ uai }) => uai)),
  computers: fc.integer({ min: 0, max: 1_000 }),
  withdraws: fc.boolean(),
  leap: fc.bigInt({ min: 1n, max: 3_000n }),
  ends: fc.boolean(),
});

describe('versions that were made apart', () => {
  it('are counted, in the order of positions, as those of one batch: cells, and what each segment left', () => {
    fc.assert(
      fc.property(fc.array(aDeed, { minLength: 1, maxLength: 40 }), (deeds) => {
        let at = 2n;
        const answers = deeds.map(({ school, computers, withdraws, leap }) => {
          at += leap;
          return fact(withdraws ? withdrawn(school) : sent(school, computers), at);
        });
        const lists = [fact(opened, 1n), fact(listed, 2n)];
        const whole = project(empty, [...lists, ...answers]);

        const made = projectVersions(empty, lists);
        const changes = made.respondents
          .flatMap((row) => changesOf(versionsOf(answers, made, row.uai), row))
          .sort((one, other) => (one.position < other.position ? -1 : 1));
        const batches: Uncounted[][] = [[listOf(made.respondents)]];
        changes.forEach((step, index) => {
          batches.at(-1)?.push(step);
          if (deeds[index]?.ends === true) batches.push([]);
        });
        const settled = settledIn(batches);
        expect(Object.fromEntries(settled.ledger)).toEqual(
          Object.fromEntries(whole.ledgers.get(campaign) ?? []),
        );
        expect(byKey(settled.past)).toEqual(byKey(whole.pastCells));
      }),
    );
  });
});
