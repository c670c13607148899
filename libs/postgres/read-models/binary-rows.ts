const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const chunkBytes = 1 << 18;
const int8Oid = 20;
const byteaOid = 17;
const twoTo32 = 2 ** 32;
const epochOfPostgres = Date.UTC(2000, 0, 1);
const shortText = 24;
const elementBytes = 12;
const numberCharacters = 18;
const twoTo31 = 2 ** 31;
/** ASCII. */
const signs = { open: 0x7b, comma: 0x2c, minus: 0x2d, zero: 0x30, close: 0x7d };

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const areNumbers = (values: readonly number[] | readonly bigint[]): values is readonly number[] =>
  typeof values[0] !== 'bigint';

/**
 * Rows on their way into `COPY … (format binary)`: each starts with `row(columns)`, then one call for each
 * column in the order of the statement.
 */
export class BinaryRows {
  #buffer: Buffer = Buffer.allocUnsafe(chunkBytes * 2);
  #view = viewOf(this.#buffer);
  #length = signature.copy(this.#buffer);
  /** The last minute that was met, and the last moment: rows come in the order of time. */
  #minute = { text: '', micros: 0 };
  #moment = { text: '', micros: 0 };

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

  smallint(value: number): void {
    this.#reserve(6);
    this.#int32(2);
    this.#view.setInt16(this.#length, value);
    this.#length += 2;
  }

  bigint(value: bigint | null): void {
    if (value === null) return this.null();
    this.#reserve(12);
    this.#int32(8);
    this.#view.setBigInt64(this.#length, value);
    this.#length += 8;
  }

  /** A `bigint` that is a safe integer. */
  whole(value: number): void {
    this.#reserve(12);
    this.#int32(8);
    this.#safeInteger(value);
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

  octets(value: Uint8Array): void {
    this.#reserve(4 + value.length);
    this.#int32(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** A `bytea[]`. */
  octetArray(values: readonly Uint8Array[]): void {
    this.#reserve(24);
    const start = this.#length;
    this.#length += 4;
    this.#int32(values.length === 0 ? 0 : 1);
    this.#int32(0);
    this.#int32(byteaOid);
    if (values.length > 0) {
      this.#int32(values.length);
      this.#int32(1);
    }
    for (const value of values) this.octets(value);
    this.#view.setInt32(start, this.#length - start - 4);
  }

  /** A moment as ISO 8601 text in UTC, up to microseconds. */
  moment(iso: string | null): void {
    if (iso === null) return this.null();
    if (iso !== this.#moment.text) this.#moment = { text: iso, micros: this.#microsOf(iso) };
    this.whole(this.#moment.micros);
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

  /** Whole numbers as PostgreSQL writes an array, `{1,2}`, in a column of text. */
  arrayText(values: readonly number[] | readonly bigint[]): void {
    if (!areNumbers(values)) return this.text(`{${values.join(',')}}`);
    this.#reserve(6 + values.length * numberCharacters);
    const start = this.#length;
    this.#length += 4;
    this.#character(signs.open);
    for (let index = 0; index < values.length; index += 1) {
      if (index > 0) this.#character(signs.comma);
      this.#digits(values[index] ?? 0);
    }
    this.#character(signs.close);
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

  #microsOf(iso: string): number {
    const minute = iso.slice(0, 16);
    if (minute !== this.#minute.text)
      this.#minute = { text: minute, micros: (Date.parse(`${minute}Z`) - epochOfPostgres) * 1_000 };
    return this.#minute.micros + Math.round(Number(iso.slice(17, -1)) * 1_000_000);
  }

  #character(code: number): void {
    this.#view.setUint8(this.#length, code);
    this.#length += 1;
  }

  /** A safe integer, digit by digit where it is short, as most are. Space must have been reserved. */
  #digits(value: number): void {
    const size = Math.abs(value);
    if (size >= twoTo31) {
      this.#length += this.#buffer.write(String(value), this.#length, 'latin1');
      return;
    }
    if (value < 0) this.#character(signs.minus);
    let unit = 1;
    while (unit * 10 <= size) unit *= 10;
    for (let rest = size; unit >= 1; unit /= 10) {
      const digit = (rest / unit) | 0;
      this.#character(signs.zero + digit);
      rest -= digit * unit;
    }
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
