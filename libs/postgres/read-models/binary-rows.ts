const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const chunkBytes = 1 << 18;
const int8Oid = 20;
const twoTo32 = 2 ** 32;
const epochOfPostgres = Date.UTC(2000, 0, 1);
const shortText = 24;
const elementBytes = 12;

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/**
 * Rows on their way into `COPY … (format binary)`: each starts with `row(columns)`, then one call for each
 * column in the order of the statement.
 */
export class BinaryRows {
  #buffer: Buffer = Buffer.allocUnsafe(chunkBytes * 2);
  #view = viewOf(this.#buffer);
  #length = signature.copy(this.#buffer);
  /** The last minute that was met: rows come in the order of time. */
  #minute = { text: '', micros: 0 };

  /** True when it is time to `take` what is written. */
  get isFull(): boolean {
    return this.#length >= chunkBytes;
  }

  row(columns: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#length, columns);
    this.#length += 2;
  }

  null(): void {
    this.#reserve(4);
    this.#int32(-1);
  }

  boolean(value: boolean): void {
    this.#reserve(5);
    this.#int32(1);
    this.#view.setInt8(this.#length, value ? 1 : 0);
    this.#length += 1;
  }

  integer(value: number | null): void {
    if (value === null) return this.null();
    this.#reserve(8);
    this.#int32(4);
    this.#int32(value);
  }

  bigint(value: bigint | null): void {
    if (value === null) return this.null();
    this.#reserve(12);
    this.#int32(8);
    this.#view.setBigInt64(this.#length, value);
    this.#length += 8;
  }

  text(value: string | null): void {
    if (value === null) return this.null();
    if (value.length > shortText || !this.#ascii(value)) this.#encoded(value, 'utf8');
  }

  /** Bytes, as hexadecimal text. */
  bytes(hexadecimal: string | null): void {
    if (hexadecimal === null) return this.null();
    this.#encoded(hexadecimal, 'hex');
  }

  /** A moment as ISO 8601 text in UTC, up to microseconds. */
  moment(iso: string | null): void {
    if (iso === null) return this.null();
    const minute = iso.slice(0, 16);
    if (minute !== this.#minute.text)
      this.#minute = { text: minute, micros: (Date.parse(`${minute}Z`) - epochOfPostgres) * 1_000 };
    const seconds = iso.slice(17, -1);
    this.#reserve(12);
    this.#int32(8);
    this.#safeInteger(this.#minute.micros + Math.round(Number(seconds) * 1_000_000));
  }

  /** A `bigint[]` of safe integers. */
  integers(values: readonly (number | null)[] | null): void {
    if (values === null) return this.null();
    this.#reserve(24 + values.length * elementBytes);
    const start = this.#length;
    this.#length += 4;
    this.#int32(1);
    this.#int32(values.includes(null) ? 1 : 0);
    this.#int32(int8Oid);
    this.#int32(values.length);
    this.#int32(1);
    for (const value of values) {
      if (value === null) this.#int32(-1);
      else {
        this.#int32(8);
        this.#safeInteger(value);
      }
    }
    this.#view.setInt32(start, this.#length - start - 4);
  }

  /** Ends the rows: nothing is accepted afterwards. */
  end(): void {
    this.row(-1);
  }

  /** What is written since the last time. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length);
    this.#replace(Buffer.allocUnsafe(chunkBytes * 2));
    this.#length = 0;
    return taken;
  }

  /** Writes a short text byte by byte, which beats a call out of JavaScript; false, and nothing, if it cannot. */
  #ascii(value: string): boolean {
    this.#reserve(4 + shortText);
    const start = this.#length + 4;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 127) return false;
      this.#view.setUint8(start + index, code);
    }
    this.#int32(value.length);
    this.#length += value.length;
    return true;
  }

  #encoded(value: string, encoding: 'utf8' | 'hex'): void {
    const length = Buffer.byteLength(value, encoding);
    this.#reserve(4 + length);
    this.#int32(length);
    this.#length += this.#buffer.write(value, this.#length, length, encoding);
  }

  #safeInteger(value: number): void {
    const high = Math.floor(value / twoTo32);
    this.#int32(high);
    this.#int32((value - high * twoTo32) | 0);
  }

  /** Space must have been reserved. */
  #int32(value: number): void {
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#replace(larger);
  }

  #replace(buffer: Buffer): void {
    this.#buffer = buffer;
    this.#view = viewOf(buffer);
  }
}
