import type { Enrolled } from '#read-models/figures';

/** What many schools of a list have in common. */
type Kind = Omit<Enrolled, 'pupils'>;

/**
 * The schools that a campaign has frozen, in memory: about 100 bytes each, because what they have in common is kept
 * once and what is left stands in columns.
 */
export class Members {
  readonly #rows = new Map<string, number>();
  readonly #kinds: Kind[] = [];
  readonly #pupils: (number | null)[] = [];
  readonly #hasResponse: boolean[] = [];
  readonly #known = new Map<string, Kind>();

  get size(): number {
    return this.#rows.size;
  }

  /** Adds a school, or puts it in the place of what was known of it. */
  enrol(uai: string, enrolled: Enrolled, hasResponse = false): void {
    const row = this.#rows.get(uai) ?? this.#rows.size;
    this.#rows.set(uai, row);
    this.#kinds[row] = this.#kindOf(enrolled);
    this.#pupils[row] = enrolled.pupils;
    this.#hasResponse[row] = hasResponse;
  }

  enrolled(uai: string): Enrolled | undefined {
    const row = this.#rows.get(uai);
    const kind = row === undefined ? undefined : this.#kinds[row];
    if (row === undefined || kind === undefined) return undefined;
    const { schoolType, sector, degree, leaf } = kind;
    return { schoolType, sector, degree, pupils: this.#pupils[row] ?? null, leaf };
  }

  /** Whether the response table has rows of a school. */
  hasResponse(uai: string): boolean {
    const row = this.#rows.get(uai);
    return row !== undefined && this.#hasResponse[row] === true;
  }

  respond(uai: string): void {
    const row = this.#rows.get(uai);
    if (row !== undefined) this.#hasResponse[row] = true;
  }

  #kindOf({ schoolType, sector, degree, leaf }: Enrolled): Kind {
    const { department, academy } = leaf;
    const key = [department, academy, schoolType, sector, degree].join('|');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const kind = { schoolType, sector, degree, leaf };
    this.#known.set(key, kind);
    return kind;
  }
}
