import {
  absorbProposed,
  type SchoolImport,
  type StandingProposal,
  standingProposals,
} from '#application';
import type { Bilingual } from '#kernel';
import type { Command } from 'commander';

import { wholeArgument } from '../cli/arguments.js';
import { confirmed } from '../cli/confirm.js';
import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

const proposalHeadings = {
  fr: ['UAI', 'Nom', 'Absorbée par', 'Depuis', 'État', 'Annoncée par'],
  en: ['UAI', 'Name', 'Absorbed by', 'Since', 'State', 'Told by'],
} as const;

const states: Readonly<Record<StandingProposal['state'], Bilingual>> = {
  ready: { fr: 'prête', en: 'ready' },
  unknown: { fr: 'école inconnue', en: 'unknown school' },
  closed: { fr: 'fermée un autre jour', en: 'closed on another day' },
};

const tellProposals = (proposals: readonly StandingProposal[], terminal: Terminal): void => {
  const { language } = terminal;
  if (proposals.length === 0) {
    terminal.line(language === 'fr' ? 'Aucune absorption proposée.' : 'No absorption is proposed.');
    return;
  }
  terminal.table(
    proposalHeadings[language],
    proposals.map(({ uai, name, into, on, state, announcedBy }) => [
      uai,
      name,
      into,
      on,
      states[state][language],
      announcedBy,
    ]),
  );
};

const listProposals = async ({ histories }: Observatory, terminal: Terminal): Promise<ExitCode> => {
  const proposals = await standingProposals(histories);
  terminal.result({ kind: 'proposals', proposals }, () => tellProposals(proposals, terminal));
  return exitCodes.done;
};

/** Shows the proposals that can be recorded, then records them as one import. */
export const absorbEveryProposal = async (
  { services, histories }: Observatory,
  terminal: Terminal,
  yes: boolean,
): Promise<ExitCode> => {
  const proposals = await standingProposals(histories);
  const ready = proposals.filter(({ state }) => state === 'ready');
  if (!terminal.json) tellProposals(ready, terminal);
  if (ready.length === 0 || !(await confirmed(terminal, yes))) return exitCodes.done;
  const context = commandLineContext('territory-change');
  const uais = ready.map(({ uai }) => uai);
  const absorbed = await absorbProposed({ ...services, histories }, uais, context);
  if (!absorbed.ok) {
    terminal.problems(absorbed.error);
    return exitCodes.refused;
  }
  const importId = context.correlationId;
  const { schools, position } = absorbed.value;
  terminal.result({ kind: 'absorbed', importId, schools, position }, () =>
    terminal.line(
      terminal.language === 'fr'
        ? `${String(schools)} absorptions enregistrées · position ${String(position)} · import ${importId}`
        : `${String(schools)} absorptions recorded · position ${String(position)} · import ${importId}`,
    ),
  );
  return exitCodes.done;
};

const importHeadings = {
  fr: ['Enregistré', 'Position', 'Écoles', 'Faits', 'Annulé pour', 'Import', 'Source'],
  en: ['Recorded', 'Position', 'Schools', 'Facts', 'Undone for', 'Import', 'Source'],
} as const;

const importCells = (one: SchoolImport) => [
  one.recordedAt,
  one.position,
  one.schools,
  one.facts,
  one.undoneFor,
  one.importId,
  one.sources.join(', '),
];

const listImports = async (
  { histories }: Observatory,
  terminal: Terminal,
  first: number,
): Promise<ExitCode> => {
  const { rows: imports } = await histories.imports({ first, after: null });
  terminal.result({ kind: 'imports', imports }, () =>
    terminal.table(importHeadings[terminal.language], imports.map(importCells)),
  );
  return exitCodes.done;
};

const importsShown = 20;

export const registerSchoolImports = (schools: Command, run: Run): void => {
  const imports = addCommand(schools, 'imports', {
    fr: 'Liste les imports d’écoles et les décisions, du dernier au premier.',
    en: 'List the imports of schools and the decisions, the latest first.',
  });
  imports
    .option(
      '--limit <nombre>',
      text(imports, { fr: 'au plus tant d’imports (20)', en: 'so many at most (20)' }),
      wholeArgument,
      importsShown,
    )
    .action(({ limit }: { readonly limit: number }) =>
      run.reading((observatory, terminal) => listImports(observatory, terminal, limit)),
    );

  addCommand(schools, 'proposals', {
    fr: 'Liste les absorptions que des noms annoncent et que personne n’a décidées.',
    en: 'List the absorptions that names tell and that nobody has decided.',
  }).action(() => run.reading(listProposals));
};
