import { open } from 'node:fs/promises';

/** The PostgreSQL that comes with the program cannot start or stop; the message says what to do. */
export class EmbeddedPostgresFailed extends Error {
  override readonly name = 'EmbeddedPostgresFailed';
}

const tailBytes = 4_096;
const tailLines = 12;

/** The last lines of a log; empty when there is none. */
export const lastLinesOf = async (path: string): Promise<string> => {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(Math.min(size, tailBytes)),
        position: Math.max(0, size - tailBytes),
      });
      const text = buffer.toString('utf8', 0, bytesRead).trimEnd();
      return text.split('\n').slice(-tailLines).join('\n');
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
};
