// Starts the embedded PostgreSQL, prints its address and lives until it is killed.
import { startEmbedded } from '#postgres';

const [dataDirectory] = process.argv.slice(2);
if (dataDirectory === undefined) throw new Error('usage: embedded-user.process.ts DATA_DIRECTORY');

const { url } = await startEmbedded({ dataDirectory, settings: { shared_buffers: '16MB' } });
console.log(url);
setInterval(() => undefined, 60_000);
