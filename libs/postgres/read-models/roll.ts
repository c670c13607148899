import type { Cell, JournalEntry, RespondentRow } from '#read-models/figures';

import { Members } from './members.js';

/** The frozen list of one campaign, its cells and the end of its journal. */
export type Roll = {
  readonly members: Members;
  readonly ledger: Map<string, Cell>;
  /** What is on unfinished pages of its journal. */
  open: readonly JournalEntry[];
  /** The last position that added to the list. */
  listedTo: bigint;
};

export const emptyRoll = (): Roll => ({
  members: new Members(),
  ledger: new Map(),
  open: [],
  listedTo: 0n,
});

/**
 * The lists of the campaigns that answers come in for. Between batches it holds at most `capacity` respondents,
 * or those that the last batch needed: the list that was asked for longest ago goes first.
 */
export class Rolls {
  readonly #rolls = new Map<string, Roll>();
  #size = 0;

  constructor(private readonly capacity: number) {}

  get(campaign: string): Roll | undefined {
    return this.#rolls.get(campaign);
  }

  /** Says that a list is in use: it goes last. */
  use(campaign: string): boolean {
    const roll = this.#rolls.get(campaign);
    if (roll === undefined) return false;
    this.#rolls.delete(campaign);
    this.#rolls.set(campaign, roll);
    return true;
  }

  set(campaign: string, roll: Roll): void {
    this.#rolls.set(campaign, roll);
    this.#size += roll.members.size;
  }

  /** How many more respondents it may hold. */
  get room(): number {
    return this.capacity - this.#size;
  }

  /** Takes a list that nobody has asked for yet, if there is room: it goes first. */
  offer(campaign: string, roll: Roll): void {
    if (roll.members.size > this.room || this.#rolls.has(campaign)) return;
    const asked = [...this.#rolls];
    this.#rolls.clear();
    for (const [one, list] of [[campaign, roll] as const, ...asked]) this.#rolls.set(one, list);
    this.#size += roll.members.size;
  }

  /** Forgets what is beyond the capacity and not needed. */
  trim(needed: { readonly has: (campaign: string) => boolean }): void {
    for (const [oldest, { members }] of this.#rolls) {
      if (this.#size <= this.capacity) return;
      if (needed.has(oldest)) continue;
      this.#rolls.delete(oldest);
      this.#size -= members.size;
    }
  }

  /** Adds to a list, if it is held: whole or not at all. */
  enrol(respondent: RespondentRow): void {
    const { campaign, uai, enrolled } = respondent;
    const roll = this.#rolls.get(campaign);
    if (roll === undefined) return;
    const { size } = roll.members;
    roll.members.enrol(uai, enrolled);
    this.#size += roll.members.size - size;
  }

  clear(): void {
    this.#rolls.clear();
    this.#size = 0;
  }
}
