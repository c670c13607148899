// One request over connections that are kept open.
import { Agent, request } from 'node:http';

import { headers } from './service.mjs';

/** Gives `work` a function that posts a text to one address, over connections that live as long as `work`. */
export const posting = async (url, work, token) => {
  const who = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const agent = new Agent({ keepAlive: true, maxSockets: 1_024, scheduling: 'fifo' });
  const target = new URL('/graphql', url);
  const post = (body) =>
    new Promise((resolve, reject) => {
      const length = Buffer.byteLength(body);
      const sent = request(
        target,
        { method: 'POST', agent, headers: { ...headers, ...who, 'content-length': length } },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode < 300) resolve(text);
            else reject(new Error(`${String(response.statusCode)}: ${text.slice(0, 1_000)}`));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  try {
    return await work(post);
  } finally {
    agent.destroy();
  }
};
