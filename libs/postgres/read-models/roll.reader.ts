import { type Connection, query } from '../pool/pool.js';
import { readRoll } from './figures.statements.js';
import { leafMaker, loadSums } from './figures.tables.js';
import { Members } from './members.js';
import type { Roll } from './roll.js';

/** Reads the list of one campaign, at once or page by page: nothing may touch the campaign between two pages. */
export class RollReading {
  readonly #members = new Members();
  readonly #leafOf = leafMaker();
  #last = '';
  #isListed = false;

  constructor(readonly campaign: string) {}

  /** Reads some more schools, or what belongs to the list once all are there: the list is then whole. */
  async more(connection: Connection, schools: number): Promise<Roll | undefined> {
    if (this.#isListed) return this.#whole(connection);
    await this.#page(connection, schools);
    return undefined;
  }

  /** Reads all that is left. */
  async rest(connection: Connection): Promise<Roll> {
    if (!this.#isListed) await this.#page(connection, null);
    return this.#whole(connection);
  }

  async #whole(connection: Connection): Promise<Roll> {
    return { members: this.#members, ...(await loadSums(connection, this.campaign)) };
  }

  async #page(connection: Connection, schools: number | null): Promise<void> {
    const rows = await query(connection, readRoll, [this.campaign, this.#last, schools]);
    for (const row of rows) {
      const { uai, schoolType, sector, degree, pupils, hasResponse } = row;
      const enrolled = { schoolType, sector, degree, pupils, leaf: this.#leafOf(row) };
      this.#members.enrol(uai, enrolled, hasResponse);
    }
    this.#last = rows.at(-1)?.uai ?? this.#last;
    this.#isListed = schools === null || rows.length < schools;
  }
}
