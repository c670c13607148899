import { all, country } from '#read-models/figures';

import { query, statement } from '../pool/pool.js';
import type { Read } from './projection.js';
import { RollReading } from './roll.reader.js';
import type { Rolls } from './roll.js';

/** Campaigns that answers may come in for, the newest first, with the schools that each expects. */
const readOpenLists = statement<{ readonly campaign: string; readonly schools: number }>(
  'figures-open-lists-read',
  `select round.campaign, expected::integer as schools
   from round join cell on cell.campaign = round.campaign and kind = 'country' and code = $1
     and school_type = $2 and sector = $2
   where round.known_to is null and status = 'open'
   order by school_year desc, known_from desc, round.campaign
   limit $3`,
);

const mostLists = 1_000;
const defaultPage = 2_000;

/**
 * Reads the lists of open campaigns before an answer asks for them, in small steps, as far as they find room. A list
 * that is half read is completed by who needs it: see `take`.
 */
export class RollWarming {
  #wanted: string[] | undefined;
  #reading: RollReading | undefined;

  constructor(
    private readonly rolls: Rolls,
    private readonly page = defaultPage,
  ) {}

  /** The list that is being read, if it is of this campaign: whoever takes it reads the rest. */
  take(campaign: string): RollReading | undefined {
    if (this.#reading?.campaign !== campaign) return undefined;
    const reading = this.#reading;
    this.#reading = undefined;
    return reading;
  }

  /** Reads a little more; false when there is nothing left to read. */
  async step(read: Read): Promise<boolean> {
    this.#wanted ??= await this.#listsWithRoom(read);
    this.#reading ??= this.#next(this.#wanted);
    const reading = this.#reading;
    if (reading === undefined) return false;
    const roll = await read((connection) => reading.more(connection, this.page));
    if (roll !== undefined) {
      this.rolls.offer(reading.campaign, roll);
      this.#reading = undefined;
    }
    return true;
  }

  #next(wanted: string[]): RollReading | undefined {
    const campaign = wanted.shift();
    if (campaign === undefined) return undefined;
    return this.rolls.get(campaign) === undefined ? new RollReading(campaign) : this.#next(wanted);
  }

  async #listsWithRoom(read: Read): Promise<string[]> {
    const lists = await read((connection) =>
      query(connection, readOpenLists, [country, all, mostLists]),
    );
    let { room } = this.rolls;
    return lists.flatMap(({ campaign, schools }) => {
      if (this.rolls.get(campaign) !== undefined || schools > room) return [];
      room -= schools;
      return [campaign];
    });
  }
}
