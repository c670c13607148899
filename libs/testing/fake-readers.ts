import {
  type CampaignReader,
  type CampaignSummary,
  type CoverageQuery,
  type CoverageRow,
  type ExclusionRow,
  type Figure,
  type FigureQuery,
  type FigureReader,
  type Page,
  type PageRequest,
  type ProjectionClock,
  type ProjectionMonitor,
  type ProjectionName,
  projectionNames,
  type ProjectionState,
  reachedBy,
  type RespondentFilter,
  type RespondentRow,
  type School,
  type SchoolDirectory,
  type SchoolFilter,
  type Segment,
} from '#application';
import { position, type Position, type Uai } from '#kernel';

/** Which methods were called, in order: what a test asks about cost. */
export type Calls = string[];

const pageOf = <Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  { first, after }: PageRequest,
): Page<Row> => {
  const following = rows.filter((row) => after === null || keyOf(row) > after);
  const page = following.slice(0, first);
  return { rows: page, cursors: page.map(keyOf), hasNextPage: following.length > first };
};

const takes = (allowed: readonly string[] | undefined, value: string): boolean =>
  allowed === undefined || allowed.includes(value);

const matches = (filter: SchoolFilter, school: School): boolean =>
  takes(filter.academies, school.academy) &&
  takes(filter.departments, school.department) &&
  takes(filter.schoolTypes, school.schoolType) &&
  takes(filter.sectors, school.sector) &&
  takes(filter.degrees, school.degree);

export const fakeSchool = (uai: string, over: Partial<School> = {}): School => ({
  uai: uai as Uai,
  name: `École ${uai}`,
  schoolType: 'ECOLE',
  degree: '1D',
  sector: 'PU',
  communeCode: '13055',
  commune: 'Marseille',
  department: '013',
  academy: '02',
  pupils: 100,
  openedOn: null,
  closedOn: null,
  ...over,
});

export const fakeDirectory = (schools: readonly School[], calls: Calls = []): SchoolDirectory => {
  const of = (filter: SchoolFilter) => schools.filter((school) => matches(filter, school));
  return {
    school: (uai) => {
      calls.push(`school ${uai}`);
      return Promise.resolve(schools.find((school) => school.uai === uai));
    },
    nearest: () => Promise.resolve(schools.slice(0, 3).map(({ uai }) => uai)),
    page: (filter, page) => Promise.resolve(pageOf(of(filter), ({ uai }) => uai, page)),
    count: (filter) => {
      calls.push('count');
      return Promise.resolve(of(filter).length);
    },
    all: (filter) => Promise.resolve(of(filter)),
  };
};

export const fakeCampaign = (id: string, over: Partial<CampaignSummary> = {}): CampaignSummary => ({
  id,
  survey: 'etic-1d',
  version: '2014',
  schoolYear: '2013-2014' as CampaignSummary['schoolYear'],
  title: 'ETIC premier degré 2014',
  opensOn: '2014-03-01',
  closesOn: '2014-06-30',
  status: 'open',
  expected: 2,
  excluded: 1,
  synthetic: false,
  ...over,
});

type Register = {
  readonly campaigns: readonly CampaignSummary[];
  readonly respondents: readonly RespondentRow[];
  readonly exclusions: readonly ExclusionRow[];
};

export const fakeCampaigns = (register: Register): CampaignReader => {
  const of = ({ campaign, academies, ...filter }: RespondentFilter) =>
    register.respondents.filter(
      (row) =>
        row.campaign === campaign &&
        takes(academies, row.academy) &&
        Object.entries(filter).every(([key, value]) => row[key as 'uai'] === value),
    );
  return {
    campaign: (id) => Promise.resolve(register.campaigns.find((campaign) => campaign.id === id)),
    campaigns: (page) => Promise.resolve(pageOf(register.campaigns, ({ id }) => id, page)),
    campaignCount: () => Promise.resolve(register.campaigns.length),
    respondents: (filter, page) => Promise.resolve(pageOf(of(filter), ({ uai }) => uai, page)),
    respondentCount: (filter) => Promise.resolve(of(filter).length),
    exclusions: (_campaign, page) =>
      Promise.resolve(pageOf(register.exclusions, ({ uai }) => uai, page)),
  };
};

const everySchool: Segment = { schoolType: null, sector: null };

const coverage = {
  expected: 10,
  received: 4,
  validated: 1,
  late: 0,
  excluded: 2,
  pupilsExpected: '1200',
  pupilsReceived: '480',
};

const figureOf = (query: FigureQuery): readonly Figure[] =>
  query.indicators.flatMap((indicator) =>
    query.territories.flatMap((territory) =>
      query.schoolYears.map((schoolYear) => ({
        indicator,
        definitionVersion: 1,
        territory: { kind: territory.kind, code: territory.code },
        schoolYear,
        segment: everySchool,
        value: '15.56',
        numerator: '7780',
        denominator: '500',
        used: 4,
        coverage,
        responseRate: '40.00',
        status: 'normal' as const,
        missingReason: null,
        break: null,
        confidentiality: 'N' as const,
        synthetic: false,
        position: query.moment.asOf ?? position(42n),
      })),
    ),
  );

const coverageOf = (query: CoverageQuery): readonly CoverageRow[] =>
  query.territories.map(({ kind, code }) => ({
    ...coverage,
    territory: { kind, code },
    segment: everySchool,
    responseRate: '40.00',
  }));

/** Answers the same numbers for every cell, and remembers what it was asked. */
export const fakeFigures = (calls: Calls = []): FigureReader => ({
  figures: (query) => {
    const { geography } = query.moment;
    calls.push(`figures ${typeof geography === 'string' ? geography : geography.at}`);
    return Promise.resolve(figureOf(query));
  },
  coverage: (query) => {
    calls.push(`coverage of ${String(query.territories.length)}`);
    return Promise.resolve(coverageOf(query));
  },
});

/** Answers with what `reached` says when it is asked; some read models may be elsewhere. */
export const fakeClock = (
  reached: Position | (() => Position),
  edition: () => string = () => '0',
  elsewhere: readonly (readonly [ProjectionName, Position])[] = [],
): ProjectionClock => {
  const now = typeof reached === 'function' ? reached : () => reached;
  const read = () => {
    const everywhere = projectionNames.map((name) => [name, now()] as const);
    const positions = new Map([...everywhere, ...elsewhere]);
    const state = `${[...positions.values()].join(' ')}/${edition()}`;
    return { positions, edition: edition(), state };
  };
  return {
    read: () => Promise.resolve(read()),
    position: () => Promise.resolve(reachedBy(read())),
    waitFor: (wanted, _, models) => Promise.resolve(wanted <= reachedBy(read(), models)),
    positionAt: (instant) => Promise.resolve(instant < '2014' ? position(7n) : now()),
  };
};

const followingFigures: ProjectionState = {
  projection: 'figures',
  status: 'following',
  position: position(42n),
  lag: 1n,
  lagSeconds: 0.25,
  failure: null,
  rebuildPosition: null,
  skipped: [],
  needsRebuild: false,
};

export const stoppedFigures: ProjectionState = {
  ...followingFigures,
  status: 'stopped',
  failure: {
    event: {
      id: '7b0f5f0e-0000-5000-8000-000000000043',
      type: 'ResponseSubmitted',
      stream: 'response-etic-1d-2014.0131884C',
      revision: 0,
      position: position(43n),
      schemaVersion: 9,
    },
    reason: { fr: 'version 9 inconnue', en: 'version 9 is unknown' },
    remedy: { fr: 'Installez une version du programme.', en: 'Install a version of the program.' },
  },
};

export const fakeMonitor = (
  figures: ProjectionState = followingFigures,
): Pick<ProjectionMonitor, 'states'> => ({
  states: () =>
    Promise.resolve([
      {
        ...followingFigures,
        projection: 'school-directory',
        position: position(43n),
        lag: 0n,
        lagSeconds: 0,
      },
      figures,
    ]),
});
