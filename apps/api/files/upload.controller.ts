import { Readable } from 'node:stream';

import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { encodings } from '#application/import';
import { actorOf, Allow, Fault, type Logger, logFault } from '#platform';

import type { ApiConfig } from '../config.js';
import { given } from '../graphql/arguments.js';
import { API_CONFIG, LOGGER, RESPONSE_IMPORTS, type ResponseImports } from '../ports.js';
import { importReport, refusedFile } from './import-report.js';
import { limited } from './limited.js';

const wanted = z.strictObject({
  name: z.string().max(200).default('envoi'),
  encoding: z.enum(encodings).optional(),
  fromLine: z.coerce.number().int().min(2).optional(),
  report: z.enum(['all', 'refused']).default('all'),
});

const wantedOf = (query: unknown): z.output<typeof wanted> => {
  const parsed = wanted.safeParse(query);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues
    .flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]))
    .join(', ');
  throw new Fault('BAD_REQUEST', {
    fr: `Paramètres refusés : ${names}. Permis : name, un nom de fichier ; encoding, parmi ${encodings.join(', ')} ; fromLine, une ligne à partir de 2 ; report, all ou refused.`,
    en: `Parameters refused: ${names}. Allowed: name, a file name; encoding, among ${encodings.join(', ')}; fromLine, a line from 2 on; report, all or refused.`,
  });
};

const bodyOf = ({ body }: FastifyRequest): Readable => {
  if (body instanceof Readable) return body;
  throw new Fault('UNSUPPORTED_MEDIA_TYPE', {
    fr: 'Un fichier de réponses s’envoie tel quel, avec « Content-Type: text/csv » ou « application/x-ndjson ».',
    en: 'A file of answers is sent as it is, with "Content-Type: text/csv" or "application/x-ndjson".',
  });
};

const ndjson = 'application/x-ndjson; charset=utf-8';

@Controller('campaigns')
export class UploadController {
  constructor(
    @Inject(RESPONSE_IMPORTS) private readonly imports: ResponseImports,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Takes a file of answers: reads it as it comes and tells the fate of its lines as it becomes known, so that
   * neither is ever whole in memory. A client that reads nothing before it has sent everything asks for
   * `report=refused`.
   */
  @Allow('operator')
  @Post(':campaign/responses')
  async import(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign } = request.params as { readonly campaign: string };
    const { report: scope, name, ...file } = wantedOf(request.query);
    const { caller, correlationId, language } = request.observatory;
    const source = limited(bodyOf(request), this.config.http.uploadLimitBytes);
    const started = await this.imports.import(
      source,
      { campaign, name, ...given(file) },
      { actor: actorOf(caller), correlationId },
    );
    if (!started.ok) {
      await reply.code(422).type(ndjson).send(refusedFile(started.error));
      return;
    }
    const onFault = (fault: Fault): void => logFault(this.logger, fault, correlationId);
    const report = importReport(started.value, { scope, language, onFault });
    await reply.code(200).type(ndjson).send(Readable.from(report));
  }
}
