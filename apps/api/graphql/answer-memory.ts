import { Inject, Injectable } from '@nestjs/common';

import type { ProjectionClock } from '#application';
import type { Caller, Language } from '#platform';

import { PROJECTIONS } from '../ports.js';
import { freshReading } from './fresh-reading.js';
import type { GraphqlRequest } from './request.js';

type Kept = { readonly state: string; readonly bytes: Buffer };

export type Asked = GraphqlRequest & { readonly caller: Caller; readonly language: Language };

const mostBytes = 32_000_000;
const mostDocuments = 1_000;
const longestAnswerBytes = 1_000_000;

/** Everything that an answer depends on but the state of the read models. */
const keyOf = ({ query, operationName, variables, caller, language }: Asked): string =>
  JSON.stringify([query, operationName ?? null, variables, caller, language]);

/**
 * What the read models answer does not change while they stay: a question is computed once, until one of them
 * moves on or is made anew.
 * Nothing expires by time; an answer is never older than the position that it gives (ADR-0015).
 */
@Injectable()
export class AnswerMemory {
  private readonly kept = new Map<string, Kept>();
  /** Documents that an answer was kept for: of others nothing is looked up. */
  private readonly documents = new Set<string>();
  private bytes = 0;
  private readonly state: () => Promise<string>;

  constructor(@Inject(PROJECTIONS) projections: ProjectionClock) {
    this.state = freshReading(async () => (await projections.read()).state);
  }

  /** The answer to the same question of the same caller, if the read models are still where they were. */
  async recall(asked: Asked): Promise<Buffer | undefined> {
    if (!this.documents.has(asked.query)) return undefined;
    const key = keyOf(asked);
    const kept = this.kept.get(key);
    if (kept === undefined) return undefined;
    if ((await this.state()) === kept.state) return kept.bytes;
    this.forget(key);
    return undefined;
  }

  keep(asked: Asked, kept: Kept): void {
    if (kept.bytes.length > longestAnswerBytes) return;
    if (this.documents.size >= mostDocuments) this.documents.clear();
    this.documents.add(asked.query);
    const key = keyOf(asked);
    this.forget(key);
    this.kept.set(key, kept);
    this.bytes += kept.bytes.length;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= mostBytes) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    const kept = this.kept.get(key);
    if (kept === undefined) return;
    this.kept.delete(key);
    this.bytes -= kept.bytes.length;
  }
}
