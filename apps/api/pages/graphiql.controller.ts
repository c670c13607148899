import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { Controller, Get, Inject, NotFoundException, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Allow } from '#platform';

import type { ApiConfig } from '../config.js';
import { API_CONFIG } from '../ports.js';
import { graphiqlPage, graphiqlStart } from './graphiql.page.js';

const { resolve } = createRequire(import.meta.url);

/** A file of a package, whether or not the package lets it be imported. */
const fileOf = (name: string, file: string): string =>
  join(dirname(resolve(`${name}/package.json`)), file);

const javascript = 'text/javascript; charset=utf-8';

type Asset = { readonly path: string; readonly type: string };

/** Only these files of node_modules are ever served, under these names. */
const assets: ReadonlyMap<string, () => Asset> = new Map([
  ['react.js', () => ({ path: fileOf('react', 'umd/react.production.min.js'), type: javascript })],
  [
    'react-dom.js',
    () => ({ path: fileOf('react-dom', 'umd/react-dom.production.min.js'), type: javascript }),
  ],
  ['graphiql.js', () => ({ path: fileOf('graphiql', 'graphiql.min.js'), type: javascript })],
  [
    'graphiql.css',
    () => ({ path: fileOf('graphiql', 'graphiql.min.css'), type: 'text/css; charset=utf-8' }),
  ],
]);

/** GraphiQL styles itself inline and embeds its fonts; everything else comes from here. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The query editor of development, from packages installed here: no other host is asked for anything. */
@Controller('graphiql')
export class GraphiqlController {
  private readonly loaded = new Map<string, Promise<Buffer>>();

  constructor(@Inject(API_CONFIG) private readonly config: ApiConfig) {}

  @Allow('public')
  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    this.requireEnabled();
    await reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(graphiqlPage);
  }

  @Allow('public')
  @Get('start.js')
  async start(@Res() reply: FastifyReply): Promise<void> {
    this.requireEnabled();
    await reply.type(javascript).send(graphiqlStart);
  }

  @Allow('public')
  @Get('assets/:name')
  async asset(@Param('name') name: string, @Res() reply: FastifyReply): Promise<void> {
    this.requireEnabled();
    const asset = assets.get(name)?.();
    if (asset === undefined) throw new NotFoundException();
    const content = this.loaded.get(name) ?? readFile(asset.path);
    this.loaded.set(name, content);
    await reply
      .type(asset.type)
      .header('cache-control', 'public, max-age=86400')
      .send(await content);
  }

  private requireEnabled(): void {
    if (!this.config.graphql.graphiql) throw new NotFoundException();
  }
}
