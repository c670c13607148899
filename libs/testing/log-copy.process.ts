// Copies the log of one PostgreSQL into another, or into the KurrentDB of an address that begins with kurrentdb:, and
// prints a line for each page that was copied.
import { copyLog } from '#application/log-copy';
import { openCopyTarget as openKurrentTarget } from '#kurrentdb';
import { openCopyTarget, openEventLog } from '#postgres';

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined)
  throw new Error('usage: log-copy.process.ts DATABASE_URL TARGET_URL');

const source = await openEventLog({ url: from });
const target = to.startsWith('kurrentdb:')
  ? await openKurrentTarget({ url: to })
  : await openCopyTarget({ url: to });
const outcome = await copyLog({ source, target }, (phase, at) => {
  process.stdout.write(`${phase} ${String(at)}\n`);
});
if (!outcome.ok) throw new Error(`${outcome.error.kind} at ${String(outcome.error.position)}`);
await Promise.all([source.close(), target.close()]);
