import { type CampaignSummary, closeCampaign, openCampaign, reopenCampaign } from '#application';
import type { Bilingual } from '#kernel';
import type { Command } from 'commander';

import { campaignYearArgument, dayArgument, listArgument } from '../cli/arguments.js';
import { exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import { registerCampaignAccess } from './campaign-access.command.js';
import { commandLineContext } from './origin.js';
import { tellOutcome } from './outcome.js';
import type { Run } from './run.js';

type OpenOptions = {
  readonly opens: string;
  readonly closes: string;
  readonly id?: string;
  readonly title?: string;
  readonly academy?: readonly string[];
  readonly department?: readonly string[];
  readonly type?: readonly string[];
  readonly sector?: readonly string[];
  readonly exclude?: readonly string[];
};

const registerOpen = (parent: Command, run: Run): void => {
  const about = {
    fr: 'Ouvre une campagne et fige la liste des écoles attendues : open etic-1d 2014.',
    en: 'Open a campaign and freeze the list of expected schools: open etic-1d 2014.',
  };
  const parsers = [String, campaignYearArgument];
  const command = addCommand(parent, 'open <enquête> <année>', about, parsers);
  const option = (flags: string, said: Bilingual): Command =>
    command.option(flags, text(command, said), listArgument);
  command
    .requiredOption(
      '--opens <jour>',
      text(command, { fr: 'premier jour', en: 'first day' }),
      dayArgument,
    )
    .requiredOption(
      '--closes <jour>',
      text(command, { fr: 'dernier jour', en: 'last day' }),
      dayArgument,
    )
    .option(
      '--id <id>',
      text(command, { fr: 'identifiant, sinon etic-1d-2014', en: 'identifier, else etic-1d-2014' }),
    )
    .option('--title <titre>', text(command, { fr: 'titre', en: 'title' }));
  option('--academy <codes>', { fr: 'académies : 02,16', en: 'académies: 02,16' });
  option('--department <codes>', { fr: 'départements : 013,084', en: 'departments: 013,084' });
  option('--type <types>', { fr: 'types : ECOLE,COLLEGE …', en: 'types: ECOLE,COLLEGE …' });
  option('--sector <secteurs>', { fr: 'secteurs : PU,PR', en: 'sectors: PU,PR' });
  option('--exclude <uai>', { fr: 'écoles exclues nommément', en: 'schools left out by name' });
  command.action((survey: string, year: number, options: OpenOptions) =>
    run.writing(async ({ services, clock, store }, terminal) => {
      await clock.waitFor(await store.head(), 60_000);
      const { academy, department, type, sector } = options;
      const outcome = await openCampaign(
        services,
        {
          survey,
          year,
          opensOn: options.opens,
          closesOn: options.closes,
          ...(options.id !== undefined && { campaign: options.id }),
          ...(options.title !== undefined && { title: options.title }),
          field: {
            ...(academy !== undefined && { academies: academy }),
            ...(department !== undefined && { departments: department }),
            ...(type !== undefined && { schoolTypes: type }),
            ...(sector !== undefined && { sectors: sector }),
          },
          ...(options.exclude !== undefined && { exclude: options.exclude }),
        },
        commandLineContext(),
      );
      return tellOutcome(outcome, terminal);
    }),
  );
};

const registerClose = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'close <campagne>', {
    fr: 'Clôt une campagne.',
    en: 'Close a campaign.',
  });
  command
    .option('--reason <motif>', text(command, { fr: 'motif', en: 'reason' }))
    .action((campaign: string, { reason }: { readonly reason?: string }) =>
      run.writing(async ({ services }, terminal) =>
        tellOutcome(
          await closeCampaign(
            services,
            { campaign, ...(reason !== undefined && { reason }) },
            commandLineContext(),
          ),
          terminal,
        ),
      ),
    );
};

const registerReopen = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'reopen <campagne>', {
    fr: 'Rouvre une campagne close, jusqu’à un nouveau jour.',
    en: 'Reopen a closed campaign, until a new day.',
  });
  command
    .requiredOption('--reason <motif>', text(command, { fr: 'motif', en: 'reason' }))
    .requiredOption(
      '--closes <jour>',
      text(command, { fr: 'nouveau dernier jour', en: 'new last day' }),
      dayArgument,
    )
    .action(
      (
        campaign: string,
        { reason, closes }: { readonly reason: string; readonly closes: string },
      ) =>
        run.writing(async ({ services }, terminal) =>
          tellOutcome(
            await reopenCampaign(
              services,
              { campaign, reason, closesOn: closes },
              commandLineContext(),
            ),
            terminal,
          ),
        ),
    );
};

const headings = {
  fr: ['Campagne', 'Année', 'Questionnaire', 'Ouverte du', 'au', 'État', 'Attendus', 'Exclus', ''],
  en: ['Campaign', 'Year', 'Questionnaire', 'From', 'To', 'Status', 'Expected', 'Excluded', ''],
} as const;

const rowOf = (campaign: CampaignSummary): readonly (string | number)[] => [
  campaign.id,
  campaign.schoolYear,
  `${campaign.survey}@${campaign.version}`,
  campaign.opensOn,
  campaign.closesOn,
  campaign.status,
  campaign.expected,
  campaign.excluded,
  campaign.synthetic ? 'SYNTHETIC' : '',
];

const registerList = (parent: Command, run: Run): void => {
  addCommand(parent, 'list', { fr: 'Liste les campagnes.', en: 'List the campaigns.' }).action(() =>
    run.reading(async ({ campaigns }, terminal) => {
      const { rows } = await campaigns.campaigns({ first: 100, after: null });
      terminal.result(rows, () => terminal.table(headings[terminal.language], rows.map(rowOf)));
      return exitCodes.done;
    }),
  );
};

export const registerCampaign = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'campaign', {
    fr: 'Ouvre, clôt, rouvre, verrouille et liste les campagnes.',
    en: 'Open, close, reopen, lock and list campaigns.',
  });
  registerOpen(parent, run);
  registerClose(parent, run);
  registerReopen(parent, run);
  registerList(parent, run);
  registerCampaignAccess(parent, run);
};
