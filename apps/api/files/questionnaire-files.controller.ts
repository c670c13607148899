import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { dictionaryCsv, exampleCsv, templateCsv } from '#application/import';
import type { Catalogue } from '#catalogue';
import { questionnaireKey } from '#domain/survey';
import { Allow, Fault } from '#platform';

import { CATALOGUE } from '../ports.js';

const kinds = {
  'template.csv': { write: templateCsv, suffix: 'modele' },
  'dictionary.csv': { write: dictionaryCsv, suffix: 'dictionnaire' },
  'example.csv': { write: exampleCsv, suffix: 'exemple' },
} as const;

const notThere = (what: string, known: readonly string[]): Fault =>
  new Fault(
    'NOT_FOUND',
    {
      fr: `« ${what} » n’existe pas. Connus : ${known.join(', ')}.`,
      en: `"${what}" does not exist. Known: ${known.join(', ')}.`,
    },
    { known },
  );

const isKind = (file: string): file is keyof typeof kinds => Object.hasOwn(kinds, file);

/** What a questionnaire asks, as files that a spreadsheet opens. */
@Controller('questionnaires')
export class QuestionnaireFilesController {
  constructor(@Inject(CATALOGUE) private readonly catalogue: Catalogue) {}

  @Allow('public')
  @Get(':survey/:version/:file')
  async file(
    @Param() { survey = '', version = '', file = '' }: Readonly<Record<string, string>>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = questionnaireKey(survey, version);
    const questionnaire = this.catalogue.questionnaires.get(key);
    if (questionnaire === undefined)
      throw notThere(key, [...this.catalogue.questionnaires.keys()].sort());
    if (!isKind(file)) throw notThere(file, Object.keys(kinds));
    const { write, suffix } = kinds[file];
    await reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${survey}-${version}-${suffix}.csv"`)
      .send(write(questionnaire));
  }
}
