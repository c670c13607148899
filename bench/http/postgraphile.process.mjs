// PostGraphile 5 over the read models: the figures as a SQL function, which it shows as a list.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// It asks for Node 22; this is what Node 20 lacks of it.
Promise.withResolvers ??= function withResolvers() {
  const settle = {};
  settle.promise = new this((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return settle;
};

const require = createRequire(new URL('../peers/package.json', import.meta.url));
const peer = (name) => import(pathToFileURL(require.resolve(name)).href);

const { postgraphile } = await peer('postgraphile');
const { PostGraphileAmberPreset } = await peer('postgraphile/presets/amber');
const { makePgService } = await peer('postgraphile/adaptors/pg');
const { grafserv } = await peer('postgraphile/grafserv/node');

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['bench'] })],
  grafserv: { graphqlPath: '/graphql', watch: false },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => {
  process.send({ url: `http://127.0.0.1:${String(server.address().port)}` });
});
process.on('disconnect', () => process.exit());
