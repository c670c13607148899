import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { HealthConfig } from '../config/http.config.js';

/** What a process tells of itself. */
export type Answers = {
  readonly live: () => object;
  readonly ready: () => Promise<{ readonly isReady: boolean; readonly body: object }>;
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
};

export type HealthServer = {
  /** http://host:port */
  readonly address: string;
  readonly close: () => Promise<void>;
};

const reply = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};

const json = (response: ServerResponse, status: number, body: object): void =>
  reply(response, status, 'application/json; charset=utf-8', JSON.stringify(body));

const answer = async (
  path: string,
  response: ServerResponse,
  { live, ready, metrics }: Answers,
): Promise<void> => {
  if (path === '/health/live') {
    json(response, 200, live());
    return;
  }
  if (path === '/health/ready') {
    const { isReady, body } = await ready();
    json(response, isReady ? 200 : 503, body);
    return;
  }
  if (path === '/metrics') {
    reply(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await metrics());
    return;
  }
  json(response, 404, { status: 404, title: 'Not found' });
};

const listen = (server: Server, { host, port }: HealthConfig): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });

/** Serves `/health/live`, `/health/ready` and `/metrics`, and nothing else. */
export const startHealthServer = async (
  config: HealthConfig,
  answers: Answers,
): Promise<HealthServer> => {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    answer(path, response, answers).catch(() => {
      json(response, 500, { status: 500, title: 'Internal error' });
    });
  });
  const { port, address } = await listen(server, config);
  return {
    address: `http://${address.includes(':') ? `[${address}]` : address}:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
