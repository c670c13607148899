import { createHash, type Hash } from 'node:crypto';

import type { RecordedEvent } from '#kernel';

/**
 * The one text of an event in its log: a JSON array of its position, stream, revision, id, type, schema version,
 * time, data and metadata, and a line feed. Two logs are equal when they have the same texts.
 */
export const lineOf = (event: RecordedEvent): string => {
  const { position, stream, revision, id, type, schemaVersion, recordedAt, data, metadata } = event;
  const place = [String(position), stream, revision];
  return `${JSON.stringify([...place, id, type, schemaVersion, recordedAt, data, metadata])}\n`;
};

/** SHA-256 over the lines of events, as they are added. */
export class LogDigest {
  readonly #hash: Hash = createHash('sha256');
  #events = 0;

  get events(): number {
    return this.#events;
  }

  add(lines: readonly string[]): void {
    for (const line of lines) this.#hash.update(line);
    this.#events += lines.length;
  }

  /** Hexadecimal; more may be added after. */
  value(): string {
    return this.#hash.copy().digest('hex');
  }
}
