import { once } from 'node:events';
import { createServer } from 'node:net';

import type { Caller, DevelopmentToken } from '#platform';
import type { Command } from 'commander';

import { exitCodes } from '../cli/exit-codes.js';
import { addCommand } from '../cli/program.js';
import type { Leaving } from '../cli/leaving.js';
import type { Terminal } from '../cli/terminal.js';
import { apiPortsOf } from '../../api/composition/api-ports.js';
import type { Observatory } from '../composition/observatory.js';
import { version } from '#platform/composition';
import { aborted, type Config, onPort } from '#platform/process';
import type { Run } from './run.js';

const tokenLifeMs = 30 * 24 * 3_600_000;

type NamedCaller = Exclude<Caller, { role: 'anonymous' }>;

/** Real schools and territories of the demonstration's directory; the accounts are made up. */
const developmentCallers = [
  {
    role: 'school',
    id: 'development-school',
    uai: '0131884C' as Extract<Caller, { role: 'school' }>['uai'],
  },
  { role: 'observatory', id: 'development-observatory', scope: { kind: 'academy', code: '02' } },
  { role: 'operator', id: 'development-operator' },
] as const satisfies readonly NamedCaller[];

const tokensOf = async ({ config }: Observatory): Promise<readonly DevelopmentToken[]> => {
  if (config.auth.kind !== 'development-key') return [];
  const { developmentKey, developmentTokens } = await import('#platform');
  return developmentTokens(
    await developmentKey(config.auth.file),
    developmentCallers,
    new Date(Date.now() + tokenLifeMs),
  );
};

const announce = (
  address: string,
  tokens: readonly DevelopmentToken[],
  terminal: Terminal,
): void => {
  const french = terminal.language === 'fr';
  terminal.result({ address, tokens }, () => {
    terminal.line('');
    terminal.line(`  ${french ? 'Observatoire en service' : 'Observatory running'} : ${address}`);
    terminal.line(`  GraphQL : ${address}/graphql · GraphiQL : ${address}/graphiql`);
    if (tokens.length > 0) {
      terminal.line('');
      terminal.line(
        french
          ? '  Jetons de développement (en-tête Authorization: Bearer …) :'
          : '  Development tokens (header Authorization: Bearer …):',
      );
      for (const { role, scope, token } of tokens)
        terminal.line(`  ${role} (${scope})\n    ${token}`);
    }
    terminal.line('');
    terminal.line(french ? '  Ctrl-C arrête tout.' : '  Ctrl-C stops everything.');
  });
};

/** Tells a port that is taken before anything is prepared for it. */
export const requirePort = ({ http: { port, host } }: Config): Promise<void> =>
  onPort('PORT', port, async () => {
    const server = createServer().listen(port, host);
    await once(server, 'listening');
    await new Promise((resolve) => server.close(resolve));
  });

/** Listens until it is interrupted; then takes no more requests and finishes those in hand. */
export const serveUntilInterrupted = async (
  observatory: Observatory,
  terminal: Terminal,
  leaving: Leaving,
): Promise<void> => {
  const { config, logger } = observatory;
  const left = leaving.heeded();
  // Nest and GraphQL are loaded by those who serve, not by every command.
  const [{ createApi }, { createAuthenticate }] = await Promise.all([
    import('../../api/create-api.js'),
    import('#platform'),
  ]);
  const app = await createApi(
    {
      ...apiPortsOf(observatory),
      version,
      logger,
      authenticate: await createAuthenticate(config.auth, Date.now),
    },
    config,
  );
  await onPort('PORT', config.http.port, () => app.listen(config.http.port, config.http.host));
  announce(await app.getUrl(), await tokensOf(observatory), terminal);
  await aborted(left);
  terminal.note(terminal.language === 'fr' ? 'Arrêt en cours…' : 'Stopping…');
  await app.close();
};

export const registerServe = (program: Command, run: Run): void => {
  addCommand(program, 'serve', {
    fr: 'Démarre l’observatoire : PostgreSQL embarqué, projections, GraphQL et pages.',
    en: 'Start the observatory: embedded PostgreSQL, projections, GraphQL and pages.',
  }).action(() =>
    run.writing(async (observatory, terminal, leaving) => {
      await requirePort(observatory.config);
      await serveUntilInterrupted(observatory, terminal, leaving);
      return exitCodes.done;
    }),
  );
};
