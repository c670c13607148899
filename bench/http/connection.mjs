// One connection of HTTP/1.1 that is kept open, with one request in flight: a client that costs little beside what
// it measures. Answers need a Content-Length.
import { once } from 'node:events';
import { connect } from 'node:net';

import { headers } from './service.mjs';

const endOfHead = Buffer.from('\r\n\r\n');
const bytesOfRead = 65_536;

/** The bytes of a request to /graphql, ready to be sent. */
export const requestBytes = (url, body, token) => {
  const fields = Object.entries({
    host: new URL(url).host,
    connection: 'keep-alive',
    ...headers,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    'content-length': Buffer.byteLength(body),
  });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST /graphql HTTP/1.1\r\n${lines}\r\n${body}`);
};

/** The answer that some bytes hold from their beginning, or undefined while they do not hold all of it. */
const answerIn = (bytes) => {
  const end = bytes.indexOf(endOfHead);
  if (end < 0) return undefined;
  const head = bytes.latin1Slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length:\n${head}`);
  const from = end + endOfHead.length;
  if (bytes.length < from + Number(length)) return undefined;
  const text = bytes.utf8Slice(from, from + Number(length));
  const status = Number(head.slice(9, 12));
  if (status >= 300) throw new Error(`${status}: ${text.slice(0, 1_000)}`);
  return text;
};

class Connection {
  #socket;
  #held = [];
  #exchange;

  constructor(url) {
    const { hostname, port } = new URL(url);
    const read = {
      buffer: Buffer.allocUnsafe(bytesOfRead),
      callback: (n, into) => this.#take(n, into),
    };
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: read });
    this.#socket.on('error', (error) => this.#settle('reject', error));
    this.#socket.on('close', () => this.#settle('reject', new Error('the connection was closed')));
  }

  get isOpen() {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  opened() {
    return once(this.#socket, 'connect');
  }

  /** Sends one request and answers with the text that comes back; throws what is not a success. */
  exchange(bytes) {
    return new Promise((resolve, reject) => {
      this.#exchange = { resolve, reject };
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#socket.destroy();
  }

  #take(length, into) {
    const read = into.subarray(0, length);
    const bytes = this.#held.length === 0 ? read : Buffer.concat([...this.#held, read]);
    try {
      const text = answerIn(bytes);
      if (text === undefined) this.#held = [this.#held.length === 0 ? Buffer.from(read) : bytes];
      else this.#settle('resolve', text);
    } catch (error) {
      this.#settle('reject', error);
    }
    return true;
  }

  #settle(how, value) {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#held = [];
    exchange?.[how](value);
  }
}

export const openConnection = async (url) => {
  const connection = new Connection(url);
  await connection.opened();
  return connection;
};
