import type { Position } from '#kernel';
import type { Fact } from '#read-models/fact';
import {
  type Enrolled,
  type FigureEvent,
  projectVersions,
  type ResponseRow,
  type RoundRow,
  touched,
  type VersionChanges,
} from '#read-models/figures';

import { type Connection, query } from '../pool/pool.js';
import type { Definitions } from './definitions.js';
import * as sql from './figures.statements.js';
import { leafMaker, loadResponsesOf } from './figures.tables.js';
import { Members } from './members.js';

type Facts = readonly Fact<FigureEvent>[];

/** About 20 MB. */
const enrolledInMemory = 200_000;

/** Schools as their campaigns froze them: what is remembered is as true as what is read, until rows are made anew. */
export class EnrolledMemory {
  readonly #campaigns = new Map<string, Members>();
  #size = 0;

  /** Those of the schools that the campaign expects, by UAI. */
  async read(
    connection: Connection,
    campaign: string,
    schools: readonly string[],
  ): Promise<ReadonlyMap<string, Enrolled>> {
    const found = new Map<string, Enrolled>();
    for (const uai of schools) {
      const known = this.#campaigns.get(campaign)?.enrolled(uai);
      if (known !== undefined) found.set(uai, known);
    }
    const missing = schools.filter((uai) => !found.has(uai));
    if (missing.length === 0) return found;
    const leafOf = leafMaker();
    for (const row of await query(connection, sql.readEnrolled, [campaign, missing])) {
      const { uai, schoolType, sector, degree, pupils } = row;
      const enrolled = { schoolType, sector, degree, pupils, leaf: leafOf(row) };
      found.set(uai, enrolled);
      this.#remember(campaign, uai, enrolled);
    }
    return found;
  }

  #remember(campaign: string, uai: string, enrolled: Enrolled): void {
    if (this.#size >= enrolledInMemory) {
      this.#campaigns.clear();
      this.#size = 0;
    }
    const schools = this.#campaigns.get(campaign) ?? new Members();
    schools.enrol(uai, enrolled);
    this.#campaigns.set(campaign, schools);
    this.#size += 1;
  }
}

type Loaded = {
  readonly rounds: ReadonlyMap<string, RoundRow>;
  /** By campaign and UAI. */
  readonly enrolled: ReadonlyMap<string, ReadonlyMap<string, Enrolled>>;
  readonly responses: ReadonlyMap<string, ReadonlyMap<string, ResponseRow>>;
};

const loadRounds = async (
  connection: Connection,
  facts: Facts,
): Promise<ReadonlyMap<string, RoundRow>> => {
  const campaigns = new Set(facts.map(({ event }) => event.data.campaign));
  const rows = await query(connection, sql.readRounds, [[...campaigns]]);
  return new Map(rows.map((row) => [row.campaign, row]));
};

const load = async (
  connection: Connection,
  memory: EnrolledMemory,
  facts: Facts,
): Promise<Loaded> => {
  const rounds = await loadRounds(connection, facts);
  const enrolled = new Map<string, ReadonlyMap<string, Enrolled>>();
  const responses = new Map<string, ReadonlyMap<string, ResponseRow>>();
  for (const [campaign, schools] of touched(facts)) {
    if (schools.size === 0) continue;
    const wanted = [...schools];
    enrolled.set(campaign, await memory.read(connection, campaign, wanted));
    responses.set(campaign, await loadResponsesOf(connection, campaign, wanted));
  }
  return { rounds, enrolled, responses };
};

/** The facts before the first answer whose campaign, or place in its list, is not there yet but may still come. */
const onTime = (facts: Facts, { rounds, enrolled }: Loaded, campaignsKnownTo: Position): Facts => {
  const early = facts.findIndex(({ event, position }) => {
    if (!('uai' in event.data) || position <= campaignsKnownTo) return false;
    const { campaign, uai } = event.data;
    return !rounds.has(campaign) || enrolled.get(campaign)?.has(uai) !== true;
  });
  return early < 0 ? facts : facts.slice(0, early);
};

export type Ground = {
  readonly definitions: Definitions;
  readonly memory: EnrolledMemory;
  /** Everything that campaigns say up to it is in the rows. */
  readonly campaignsKnownTo: Position;
};

/** What the facts change, but for those from the first one on that still waits for its campaign. */
export const versionsFrom = async (
  connection: Connection,
  facts: Facts,
  { definitions, memory, campaignsKnownTo }: Ground,
): Promise<{ readonly applied: Facts; readonly changes: VersionChanges }> => {
  const loaded = await load(connection, memory, facts);
  const applied = onTime(facts, loaded, campaignsKnownTo);
  const { gaugeOf, academicRegionOf, academyThen } = definitions;
  const changes = projectVersions(
    {
      ...{ gaugeOf, academicRegionOf, academyThen },
      roundOf: (campaign) => loaded.rounds.get(campaign),
      standingOf: (campaign, uai) => {
        const known = loaded.enrolled.get(campaign)?.get(uai);
        const response = loaded.responses.get(campaign)?.get(uai) ?? null;
        return known && { enrolled: known, response };
      },
    },
    applied,
  );
  return { applied, changes };
};
