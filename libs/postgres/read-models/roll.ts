import type { Enrolled, RespondentRow } from '#read-models/figures';

/** A respondent in memory, and whether the response table has rows of it. */
type OnRoll = { readonly enrolled: Enrolled; hasResponse: boolean };

/** The frozen list of one campaign, by UAI. */
export type Roll = Map<string, OnRoll>;

/**
 * The lists of the campaigns that answers come in for. It holds at most `capacity` respondents, or one
 * campaign: the list that was asked for longest ago goes first.
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
    this.#size += roll.size;
    for (const [oldest, { size }] of this.#rolls) {
      if (this.#size <= this.capacity || oldest === campaign) return;
      this.#rolls.delete(oldest);
      this.#size -= size;
    }
  }

  /** Adds to a list, if it is held: whole or not at all. */
  enrol(respondent: RespondentRow): void {
    const { campaign, uai, enrolled } = respondent;
    const roll = this.#rolls.get(campaign);
    if (roll === undefined) return;
    if (!roll.has(uai)) this.#size += 1;
    roll.set(uai, { enrolled, hasResponse: false });
  }

  clear(): void {
    this.#rolls.clear();
    this.#size = 0;
  }
}
