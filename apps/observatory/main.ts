#!/usr/bin/env node
import { CommanderError } from 'commander';

import { exitCodes } from './cli/exit-codes.js';
import { languageOf } from './cli/language.js';
import { exitCodeOf, makeProgram, usageText } from './cli/program.js';
import { dropWhenUnread, makeTerminal } from './cli/terminal.js';
import { registerCampaign } from './commands/campaign.command.js';
import { registerCoverage } from './commands/coverage.command.js';
import { registerDemo } from './commands/demo.command.js';
import { registerFigures } from './commands/figures.command.js';
import { registerImport } from './commands/import.command.js';
import { registerIndicators } from './commands/indicators.command.js';
import { registerIntake } from './commands/intake.command.js';
import { registerPublication } from './commands/publication.command.js';
import { registerPublish } from './commands/publish.command.js';
import { registerLog } from './commands/log.command.js';
import { registerProjections } from './commands/projections.command.js';
import { registerRebuild } from './commands/rebuild.command.js';
import { registerResponses } from './commands/responses.command.js';
import { registerRevisions } from './commands/revisions.command.js';
import { makeRunner } from './commands/runner.js';
import { registerSchools } from './commands/schools.command.js';
import { registerServe } from './commands/serve.command.js';
import { registerTemplate } from './commands/template.command.js';
import { registerVerify } from './commands/verify.command.js';
import { version } from '#platform/composition';

for (const stream of [process.stdout, process.stderr]) dropWhenUnread(stream);

const argv = process.argv.slice(2);
const language = languageOf(argv, process.env);
const terminal = makeTerminal(language, argv.includes('--json'));
const program = makeProgram(language, version);
const run = makeRunner(terminal);

for (const register of [
  registerServe,
  registerDemo,
  registerImport,
  registerTemplate,
  registerCampaign,
  registerResponses,
  registerFigures,
  registerRevisions,
  registerIndicators,
  registerCoverage,
  registerSchools,
  registerRebuild,
  registerPublish,
  registerPublication,
  registerVerify,
  registerProjections,
  registerLog,
  registerIntake,
]) {
  register(program, run);
}

try {
  if (argv.length === 0) program.help();
  await program.parseAsync(argv, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = exitCodeOf(error);
    if (process.exitCode !== exitCodes.done) terminal.note(usageText(error, language));
  } else throw error;
}
