// Starts the embedded PostgreSQL, prints its address, and gives it up at SIGTERM.
import { startEmbedded } from '#postgres';

const [dataDirectory, settings = '{"shared_buffers":"16MB"}'] = process.argv.slice(2);
if (dataDirectory === undefined)
  throw new Error('usage: embedded-user.process.ts DATA_DIRECTORY [SETTINGS]');

const { url, stop } = await startEmbedded({
  dataDirectory,
  settings: JSON.parse(settings) as Record<string, string>,
});
console.log(url);
const life = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => {
  clearInterval(life);
  void stop();
});
