import { describe, expect, it } from '@jest/globals';

import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

const capture = () => {
  const lines: string[] = [];
  return { lines, stream: { write: (line: string) => void lines.push(line) } };
};

describe('logger', () => {
  it('writes one JSON object a line and censors secrets', () => {
    const { lines, stream } = capture();
    const logger = createLogger({ level: 'info' }, stream);

    logger.info({ req: { headers: { authorization: 'Bearer abc' } }, token: 'abc' }, 'asked');

    const { time, pid, ...line } = JSON.parse(lines.join('')) as Record<string, unknown>;
    expect(typeof time).toBe('string');
    expect(pid).toBeUndefined();
    expect(line).toEqual({
      level: 30,
      service: 'observatoire',
      req: { headers: { authorization: '[redacted]' } },
      token: '[redacted]',
      msg: 'asked',
    });
  });

  it('passes on what Nest warns of, with its context', () => {
    const { lines, stream } = capture();
    new NestLogger(createLogger({ level: 'info' }, stream)).warn('two handlers', 'CommandBus');

    const { level, context, msg } = JSON.parse(lines.join('')) as Record<string, unknown>;
    expect({ level, context, msg }).toEqual({
      level: 40,
      context: 'CommandBus',
      msg: 'two handlers',
    });
  });
});
