import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { PublicationSummary, TerritoryRef } from '#application';
import { bundleOf } from '#application/publications';
import { manifestFile, type PublicationManifest } from '#contracts';
import { Allow, type Caller, Fault } from '#platform';

import { keyOf } from '../access/atlas.js';
import { landingPolicy } from '../pages/landing.style.js';
import { languageAsked } from '../pages/language-asked.js';
import { type PublicationPort, PUBLISHING } from '../ports.js';
import { TerritoryLookup } from '../read/territories.js';
import { manifestOf, standingPublication, unknownPublication } from './moment-of-publication.js';
import { publicationPage, publicationsPage, withdrawnPage } from './publications.page.js';

const wantsJson = ({ headers }: FastifyRequest): boolean =>
  (headers.accept ?? '').startsWith('application/json');

const yearS = 31_536_000;

type Served = { readonly bytes: Uint8Array; readonly mediaType: string; readonly etag: string };

const forbidden = (refused: readonly string[]): Fault =>
  new Fault(
    'FORBIDDEN',
    {
      fr: 'Ce fichier contient des chiffres de territoires que votre compte ne voit pas.',
      en: 'This file holds figures of territories that your account does not see.',
    },
    { refused },
  );

const anonymousRefused = (): Fault =>
  new Fault('UNAUTHENTICATED', {
    fr: 'Ce fichier contient des chiffres : tant que le secret statistique n’est pas contrôlé, envoyez « Authorization: Bearer … ».',
    en: 'This file holds figures: until disclosure control is done, send "Authorization: Bearer …".',
  });

/** Permalinks. The ledger, manifests and dictionaries are public; cells go to those who see their territories. */
@Controller('publications')
export class PublicationsController {
  constructor(
    @Inject(PUBLISHING) private readonly publishing: PublicationPort,
    private readonly territories: TerritoryLookup,
  ) {}

  @Allow('public')
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.publishing.publications.publications({}, { first: 100, after: null });
    await this.show(request, reply, publicationsPage(page.rows, languageAsked(request)));
  }

  @Allow('public')
  @Get('keys.json')
  async keys(@Res() reply: FastifyReply): Promise<void> {
    const page = await this.publishing.publications.publications({}, { first: 100, after: null });
    const { keyId, publicKey } = this.publishing.signer;
    const known = new Map(page.rows.map((row) => [row.keyId, row.publicKey]));
    const keys = [...known.set(keyId, publicKey)].map(([id, key]) => ({
      keyId: id,
      algorithm: 'Ed25519',
      publicKey: key,
      current: id === keyId,
    }));
    await reply.header('cache-control', 'no-cache').send({ keys });
  }

  @Allow('public')
  @Get(':id')
  async one(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const found = await this.publishing.publications.publication(id);
    if (found === undefined) throw unknownPublication(id);
    if (wantsJson(request)) return this.file(id, manifestFile, request, reply);
    const language = languageAsked(request);
    if (found.withdrawal !== null) {
      return this.show(request, reply.code(410), withdrawnPage(found, language));
    }
    const manifest = await manifestOf(this.publishing, found);
    return this.show(request, reply, publicationPage(found, manifest, language));
  }

  @Allow('public')
  @Get(':id/:file')
  async file(
    @Param('id') id: string,
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const publication = await standingPublication(this.publishing, id);
    const manifest = await manifestOf(this.publishing, publication);
    const table = manifest.tables.find((one) => one.name === name);
    const hasCells = table?.cells === true;
    if (hasCells) await this.requireReach(request.observatory.caller, manifest);

    const found = await this.served(publication, name, table);
    const etag = `"${found.etag}"`;
    void reply.headers({
      etag,
      'cache-control': `${hasCells ? 'private' : 'public'}, max-age=${String(yearS)}, immutable`,
      ...(hasCells && { vary: 'Authorization' }),
    });
    if (request.headers['if-none-match'] === etag) await reply.code(304).send();
    else await reply.type(found.mediaType).send(found.bytes);
  }

  private async served(
    publication: PublicationSummary,
    name: string,
    table: PublicationManifest['tables'][number] | undefined,
  ): Promise<Served> {
    const ledger = {
      blobs: { bytes: this.publishing.blobs.bytes.bind(this.publishing.blobs) },
      publications: this.publishing.publications,
    };
    const bytes = await bundleOf(ledger, publication).file(name);
    if (bytes === undefined) throw unknownPublication(`${publication.id}/${name}`);
    const mediaType = table?.mediaType ?? 'application/json; charset=utf-8';
    return { bytes, mediaType, etag: table?.sha256 ?? `${publication.manifestSha256}-${name}` };
  }

  private async requireReach(caller: Caller, manifest: PublicationManifest): Promise<void> {
    if (caller.role === 'anonymous') throw anonymousRefused();
    // a manifest names kinds as texts: one that is not known is nobody's
    const named = manifest.territories as readonly TerritoryRef[];
    const refused = await this.territories.outOfReach(caller, named);
    if (refused.length > 0) throw forbidden(refused.map(keyOf));
  }

  private async show(request: FastifyRequest, reply: FastifyReply, page: string): Promise<void> {
    await reply
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': landingPolicy,
        'content-language': languageAsked(request),
        'cache-control': 'no-cache',
        vary: 'Accept, Accept-Language',
      })
      .send(page);
  }
}
