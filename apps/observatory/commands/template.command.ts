import { writeFile } from 'node:fs/promises';

import { dictionaryCsv, exampleCsv, templateCsv } from '#application/import';
import type { Questionnaire } from '#domain/survey';
import { Option, type Command } from 'commander';

import { exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Run } from './run.js';

const kinds = {
  template: templateCsv,
  dictionary: dictionaryCsv,
  example: exampleCsv,
} as const satisfies Record<string, (questionnaire: Questionnaire) => string>;

type Options = { readonly kind: keyof typeof kinds; readonly output?: string };

export const registerTemplate = (program: Command, run: Run): void => {
  const command = addCommand(program, 'template <questionnaire>', {
    fr: 'Écrit le modèle CSV d’un questionnaire (etic-1d@2014), son dictionnaire ou un exemple rempli.',
    en: 'Write the CSV template of a questionnaire (etic-1d@2014), its dictionary or a filled example.',
  });
  command
    .addOption(
      new Option(
        '-k, --kind <genre>',
        text(command, { fr: 'ce qui est écrit', en: 'what is written' }),
      )
        .choices(Object.keys(kinds))
        .default('template'),
    )
    .option(
      '-o, --output <fichier>',
      text(command, { fr: 'au lieu de la sortie standard', en: 'instead of standard output' }),
    )
    .action((key: string, options: Options) =>
      run.offline(async (catalogue, terminal) => {
        const questionnaire = catalogue.questionnaires.get(key);
        if (questionnaire === undefined) {
          const known = [...catalogue.questionnaires.keys()].sort().join(', ');
          terminal.note(
            terminal.language === 'fr'
              ? `Questionnaire inconnu : ${key}. Connus : ${known}`
              : `Unknown questionnaire: ${key}. Known: ${known}`,
          );
          return exitCodes.usage;
        }
        const csv = kinds[options.kind](questionnaire);
        if (options.output === undefined) process.stdout.write(csv);
        else await writeFile(options.output, csv);
        return exitCodes.done;
      }),
    );
};
