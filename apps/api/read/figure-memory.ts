import { Inject, Injectable } from '@nestjs/common';

import type { Figure, FigureQuery, FigureReader } from '#application';
import type { Position } from '#kernel';

import { FIGURES } from '../ports.js';

/** About 60 MB of figures at most. */
const mostFigures = 100_000;

const keyOf = ({ indicators, territories, schoolYears, breakdown, moment }: FigureQuery): string =>
  JSON.stringify([
    indicators,
    territories.map(({ kind, code }) => [kind, code]),
    schoolYears,
    breakdown,
    moment.geography,
    String(moment.asOf),
  ]);

/**
 * Figures at a position never change: the same question is computed once, until the read models move on.
 * Nothing expires by time, and no answer is older than the position that it is asked at.
 */
@Injectable()
export class FigureMemory {
  private position: Position | undefined;
  private readonly known = new Map<string, Promise<readonly Figure[]>>();
  private figuresKept = 0;

  constructor(@Inject(FIGURES) private readonly reader: FigureReader) {}

  figures(query: FigureQuery, position: Position): Promise<readonly Figure[]> {
    if (position !== this.position) this.forget(position);
    const key = keyOf(query);
    const known = this.known.get(key);
    if (known !== undefined) return known;

    const asked = this.reader.figures(query);
    this.known.set(key, asked);
    asked.then(
      ({ length }) => this.kept(length, position),
      () => this.known.delete(key),
    );
    return asked;
  }

  private forget(position: Position): void {
    this.position = position;
    this.known.clear();
    this.figuresKept = 0;
  }

  private kept(count: number, position: Position): void {
    if (position === this.position) this.figuresKept += count;
    if (this.figuresKept > mostFigures) this.forget(position);
  }
}
