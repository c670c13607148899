import { type Catalogue } from '#catalogue';
import type { DefinitionComparability, Indicator } from '#domain/indicator';
import type { Command } from 'commander';

import { exitCodes } from '../cli/exit-codes.js';
import type { Language } from '../cli/language.js';
import { addCommand } from '../cli/program.js';
import type { Cell, Terminal } from '../cli/terminal.js';
import { registerPreview } from './preview.command.js';
import type { Run } from './run.js';

const headings = {
  fr: ['id', 'v', 'depuis', 'libellé', 'enquête', 'unité', 'face à la précédente', 'raison'],
  en: ['id', 'v', 'since', 'label', 'survey', 'unit', 'beside the one before', 'reason'],
} as const;

const comparabilities: Readonly<Record<Language, Record<DefinitionComparability, string>>> = {
  fr: { identical: 'identique', comparable: 'comparable', break: 'rupture' },
  en: { identical: 'identical', comparable: 'comparable', break: 'break' },
};

const rowOf = (indicator: Indicator, language: Language): readonly Cell[] => [
  indicator.id,
  `v${indicator.version}`,
  indicator.effectiveFrom ?? null,
  indicator.label[language],
  indicator.survey,
  indicator.unit[language],
  indicator.comparability === undefined ? null : comparabilities[language][indicator.comparability],
  indicator.reason?.[language] ?? null,
];

const list = ({ definitions }: Catalogue, terminal: Terminal): void => {
  const rows = [...definitions.values()];
  terminal.result(rows, () =>
    terminal.table(
      headings[terminal.language],
      rows.map((indicator) => rowOf(indicator, terminal.language)),
    ),
  );
};

export const registerIndicators = (program: Command, run: Run): void => {
  const command = addCommand(program, 'indicators', {
    fr: 'Liste les indicateurs du catalogue, chaque version avec sa date et sa raison.',
    en: 'List the indicators of the catalogue, each version with its date and reason.',
  });
  command.action(() =>
    run.offline((catalogue, terminal) => {
      list(catalogue, terminal);
      return exitCodes.done;
    }),
  );
  registerPreview(command, run);
};
