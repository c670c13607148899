import { describe, expect, it } from '@jest/globals';

import { createLogger } from './logging/logger.js';
import { shutDown } from './shutdown.js';

const quiet = createLogger({ level: 'silent' });

describe('shutdown', () => {
  it('stops intake before it drains, and drains before it closes', async () => {
    const stopped: string[] = [];
    const step = (name: string) => ({
      name,
      stop: () => {
        stopped.push(name);
        return Promise.resolve();
      },
    });

    await shutDown([step('http'), step('projector'), step('pools')], 1_000, quiet);

    expect(stopped).toEqual(['http', 'projector', 'pools']);
  });

  it('goes on when a part fails or hangs', async () => {
    const report = await shutDown(
      [
        { name: 'hangs', stop: () => new Promise(() => undefined) },
        { name: 'fails', stop: () => Promise.reject(new Error('socket gone')) },
        { name: 'pools', stop: () => Promise.resolve() },
      ],
      5,
      quiet,
    );

    expect(report).toEqual([
      { name: 'hangs', outcome: 'timed-out' },
      { name: 'fails', outcome: 'failed' },
      { name: 'pools', outcome: 'stopped' },
    ]);
  });
});
