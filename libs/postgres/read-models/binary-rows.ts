const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const chunkBytes = 1 << 18;
const int8Oid = 20;
const twoTo32 = 2 ** 32;
const epochOfPostgres = Date.UTC(2000, 0, 1);

/**
 * Rows on their way into `COPY … (format binary)`: each starts with `row(columns)`, then one call for each
 * column in the order of the statement.
 */
export class BinaryRows {
  #buffer = Buffer.allocUnsafe(chunkBytes * 2);
  #length = signature.copy(this.#buffer);

  /** True when it is time to `take` what is written. */
  get isFull(): boolean {
    return this.#length >= chunkBytes;
  }

  row(columns: number): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(columns, this.#length);
  }

  null(): void {
    this.#int32(-1);
  }

  boolean(value: boolean): void {
    this.#int32(1);
    this.#reserve(1);
    this.#length = this.#buffer.writeInt8(value ? 1 : 0, this.#length);
  }

  integer(value: number | null): void {
    if (value === null) return this.null();
    this.#int32(4);
    this.#int32(value);
  }

  bigint(value: bigint | null): void {
    if (value === null) return this.null();
    this.#int32(8);
    this.#reserve(8);
    this.#length = this.#buffer.writeBigInt64BE(value, this.#length);
  }

  text(value: string | null): void {
    this.#encoded(value, 'utf8');
  }

  /** Bytes, as hexadecimal text. */
  bytes(hexadecimal: string | null): void {
    this.#encoded(hexadecimal, 'hex');
  }

  /** A moment as ISO 8601 text in UTC, up to microseconds. */
  moment(iso: string | null): void {
    if (iso === null) return this.null();
    const micros = /\.\d{3}(\d{1,3})/.exec(iso)?.[1]?.padEnd(3, '0') ?? '0';
    this.#int32(8);
    this.#safeInteger((Date.parse(iso) - epochOfPostgres) * 1000 + Number(micros));
  }

  /** A `bigint[]` of safe integers. */
  integers(values: readonly (number | null)[] | null): void {
    if (values === null) return this.null();
    this.#reserve(24 + values.length * 12);
    const start = this.#length;
    this.#length += 4;
    for (const word of [1, values.includes(null) ? 1 : 0, int8Oid, values.length, 1])
      this.#int32(word);
    for (const value of values) {
      if (value === null) this.null();
      else {
        this.#int32(8);
        this.#safeInteger(value);
      }
    }
    this.#buffer.writeInt32BE(this.#length - start - 4, start);
  }

  /** Ends the rows: nothing is accepted afterwards. */
  end(): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(-1, this.#length);
  }

  /** What is written since the last time. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(chunkBytes * 2);
    this.#length = 0;
    return taken;
  }

  #encoded(value: string | null, encoding: 'utf8' | 'hex'): void {
    if (value === null) return this.null();
    const length = Buffer.byteLength(value, encoding);
    this.#int32(length);
    this.#reserve(length);
    this.#length += this.#buffer.write(value, this.#length, length, encoding);
  }

  #safeInteger(value: number): void {
    const high = Math.floor(value / twoTo32);
    this.#int32(high);
    this.#int32((value - high * twoTo32) | 0);
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
