import type { EncodedAppend } from '#application';

/** The columns of an event in the order in which `encodeCopy` writes them. */
export const copyColumns = 'stream, revision, event_id, type, schema_version, data, metadata';

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const fieldCount = 7;
const fixedBytesOfRow = 2 + fieldCount * 4 + 4 + 16 + 2;
const worstBytesOfCharacter = 3;

const charactersOf = (appends: readonly EncodedAppend[]): number =>
  appends.reduce(
    (sum, { stream, events, size }) =>
      sum + size + events.reduce((names, { type }) => names + stream.length + type.length, 0),
    0,
  );

class CopyBuffer {
  private readonly bytes: Buffer;
  private end = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafe(capacity);
  }

  raw(part: Buffer): void {
    this.end += part.copy(this.bytes, this.end);
  }

  int16(value: number): void {
    this.end = this.bytes.writeInt16BE(value, this.end);
  }

  int32(value: number): void {
    this.end = this.bytes.writeInt32BE(value, this.end);
  }

  text(value: string): void {
    const length = this.bytes.write(value, this.end + 4, 'utf8');
    this.int32(length);
    this.end += length;
  }

  uuid(value: string): void {
    this.int32(16);
    this.end += this.bytes.write(value.replaceAll('-', ''), this.end, 'hex');
  }

  finished(): Buffer {
    return this.bytes.subarray(0, this.end);
  }
}

/** The events of `appends`, in order, in PostgreSQL's binary COPY format. */
export const encodeCopy = (appends: readonly EncodedAppend[]): Buffer => {
  const rows = appends.reduce((sum, { events }) => sum + events.length, 0);
  const copy = new CopyBuffer(
    signature.length + rows * fixedBytesOfRow + charactersOf(appends) * worstBytesOfCharacter + 2,
  );
  copy.raw(signature);
  for (const { stream, expectedRevision, events } of appends)
    for (const [index, event] of events.entries()) {
      copy.int16(fieldCount);
      copy.text(stream);
      copy.int32(4);
      copy.int32(expectedRevision + index + 1);
      copy.uuid(event.id);
      copy.text(event.type);
      copy.int32(2);
      copy.int16(event.schemaVersion);
      copy.text(event.data);
      copy.text(event.metadata);
    }
  copy.int16(-1);
  return copy.finished();
};
