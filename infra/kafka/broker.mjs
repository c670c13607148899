// Starts a real Apache Kafka broker (KRaft, one node) from the jars of Maven Central, on the JDK:
// `node infra/kafka/broker.mjs [PORT]` for a look, `startBroker` for the tests.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));
const jars = join(here, 'jars');
const startSeconds = 120;

const needed = (program, how) => (error) => {
  if (error.code === 'ENOENT')
    throw new Error(`Kafka runs on a JDK, and ${program} is not here. Install it: ${how}`);
  throw new Error(`${program}: ${error.stderr || error.stdout || error.message}`);
};

/** Fetches the jars that pom.xml names, once; a fetch that was cut short leaves nothing that counts. */
const fetchJars = async () => {
  if (existsSync(jars)) return;
  const draft = `${jars}.draft-${process.pid}`;
  const how = ['-q', '-B', '-f', join(here, 'pom.xml'), 'dependency:copy-dependencies'];
  await run('mvn', [...how, `-DoutputDirectory=${draft}`]).catch(
    needed('mvn', 'apt-get install maven'),
  );
  await rename(draft, jars).catch((error) => {
    if (!existsSync(jars)) throw error;
  });
};

const java = (...how) => ['-cp', join(jars, '*'), ...how];

const tool = async (...how) => {
  const { stdout } = await run('java', java('kafka.tools.StorageTool', ...how)).catch(
    needed('java', 'apt-get install openjdk-17-jre-headless'),
  );
  return stdout.trim();
};

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

const answers = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.end());
  });

const format = async (folder, port) => {
  const settings = join(folder, 'server.properties');
  if (existsSync(settings)) return settings;
  const template = await readFile(join(here, 'server.properties'), 'utf8');
  const filled = template
    .replaceAll('@port@', port)
    .replaceAll('@controllerPort@', await freePort())
    .replaceAll('@folder@', folder);
  await writeFile(settings, filled);
  const id = await tool('random-uuid');
  await tool('format', '--standalone', '-t', id, '-c', settings);
  return settings;
};

const launch = async (folder, settings, port) => {
  const memory = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const child = spawn('java', [...memory, ...java('kafka.Kafka', settings)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // In a session of its own: a Ctrl-C in the terminal reaches who started it, who stops it.
    detached: true,
  });
  const said = [];
  child.stderr.on('data', (text) => said.push(text) > 200 && said.shift());
  for (let tries = 0; tries < startSeconds * 4; tries += 1) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(port)) return child;
    await pause(250);
  }
  child.kill('SIGKILL');
  throw new Error(`Kafka did not start:\n${said.join('').split('\n').slice(-15).join('\n')}`);
};

/**
 * Starts a broker on 127.0.0.1 with its data in `folder` (default: a new one, in memory where the system
 * has a place for it, removed at `stop`). `kill` is `kill -9`; `start` brings a killed or stopped one back
 * on the same data and port.
 */
export const startBroker = async ({ folder: given, port: wanted } = {}) => {
  await fetchJars();
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = given ?? (await mkdtemp(join(memory, 'observatoire-kafka-')));
  await mkdir(folder, { recursive: true });
  const port = wanted ?? (await freePort());
  const settings = await format(folder, port);
  let child = await launch(folder, settings, port);
  const end = async (signal) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    brokers: `127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    start: async () => {
      child = await launch(folder, settings, port);
    },
    stop: async () => {
      await end('SIGTERM');
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const broker = await startBroker({ port: Number(process.argv[2] ?? 9092) });
  console.log(broker.brokers);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void broker.stop());
}
