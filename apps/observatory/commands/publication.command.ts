import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { PublicationSummary } from '#application';
import { bundleOf, withdrawPublication } from '#application/publications';
import { manifestFile, parseManifest, previousFile, signatureFile } from '#contracts';
import type { Bilingual } from '#kernel';
import type { Command } from 'commander';

import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { commandLineContext } from './origin.js';
import type { Run } from './run.js';

const headings = {
  fr: ['Publication', 'Titre', 'État', 'Position', 'Figée le', 'Retirée', 'Remplacée par', ''],
  en: ['Publication', 'Title', 'State', 'Position', 'Frozen on', 'Withdrawn', 'Replaced by', ''],
} as const;

const rowOf = (one: PublicationSummary, { language }: Terminal) => [
  one.id,
  one.title[language],
  one.state,
  one.position,
  one.frozenAt.slice(0, 10),
  one.withdrawal?.reason ?? '',
  one.replacedBy ?? '',
  one.synthetic ? 'SYNTHETIC' : '',
];

const unknown = (id: string): Bilingual => ({
  fr: `Aucune publication ne s’appelle « ${id} ». Liste : observatory publication list`,
  en: `No publication is called "${id}". List: observatory publication list`,
});

/** Does something with a publication of the ledger, or says that there is none. */
export const withPublication = async (
  id: string,
  { publications }: Pick<Observatory['publishing'], 'publications'>,
  terminal: Terminal,
  work: (publication: PublicationSummary) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const found = await publications.publication(id);
  if (found !== undefined) return work(found);
  terminal.note(unknown(id)[terminal.language]);
  return exitCodes.refused;
};

const registerList = (parent: Command, run: Run): void => {
  addCommand(parent, 'list', {
    fr: 'Le registre des publications, retirées comprises, la dernière d’abord.',
    en: 'The ledger of publications, withdrawn ones included, latest first.',
  }).action(() =>
    run.reading(async ({ publishing }, terminal) => {
      const { rows } = await publishing.publications.publications({}, { first: 100, after: null });
      terminal.result(rows, () =>
        terminal.table(
          headings[terminal.language],
          rows.map((row) => rowOf(row, terminal)),
        ),
      );
      return exitCodes.done;
    }),
  );
};

const registerShow = (parent: Command, run: Run): void => {
  addCommand(parent, 'show <id>', {
    fr: 'Le manifeste d’une publication, et ce qu’en dit le registre.',
    en: 'The manifest of a publication, and what the ledger says of it.',
  }).action((id: string) =>
    run.reading(({ publishing }, terminal) =>
      withPublication(id, publishing, terminal, async (publication) => {
        const bytes = await bundleOf(publishing, publication).file(manifestFile);
        const manifest: unknown = JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
        terminal.result({ publication, manifest }, () => {
          terminal.table(headings[terminal.language], [rowOf(publication, terminal)]);
          terminal.line(JSON.stringify(manifest, null, 2));
        });
        return exitCodes.done;
      }),
    ),
  );
};

const registerWithdraw = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'withdraw <id>', {
    fr: 'Retire une publication ; ses octets restent dans le registre.',
    en: 'Withdraw a publication; its bytes stay in the ledger.',
  });
  command
    .requiredOption('--reason <motif>', text(command, { fr: 'motif', en: 'reason' }))
    .action((publication: string, { reason }: { readonly reason: string }) =>
      run.writing(async ({ publishing }, terminal) => {
        const input = { publication, reason };
        const outcome = await withdrawPublication(publishing, input, commandLineContext());
        if (!outcome.ok) {
          terminal.problems(outcome.error);
          return exitCodes.refused;
        }
        terminal.result(outcome.value, () =>
          terminal.line(
            terminal.language === 'fr'
              ? `Retirée : ${publication} · position ${String(outcome.value.position)}`
              : `Withdrawn: ${publication} · position ${String(outcome.value.position)}`,
          ),
        );
        return exitCodes.done;
      }),
    );
};

/** Names of every file of a publication: the manifests before it are what its chain is checked against. */
const filesOf = async (
  publication: PublicationSummary,
  { blobs, publications }: Observatory['publishing'],
): Promise<readonly string[]> => {
  const bytes = await blobs.bytes(publication.manifestSha256);
  const read = parseManifest(Buffer.from(bytes ?? []).toString('utf8'));
  const names = read.ok ? read.value.tables.map(({ name }) => name) : [];
  const chain: string[] = [];
  for (let id = publication.previous; id !== null;) {
    chain.push(previousFile(id));
    id = (await publications.publication(id))?.previous ?? null;
  }
  return [manifestFile, signatureFile, ...names, ...chain];
};

const registerDownload = (parent: Command, run: Run): void => {
  const command = addCommand(parent, 'download <id>', {
    fr: 'Écrit une publication dans un dossier, vérifiable sans base de données.',
    en: 'Write a publication to a folder, to be verified without a database.',
  });
  command
    .requiredOption('--to <dossier>', text(command, { fr: 'dossier', en: 'folder' }))
    .action((id: string, { to }: { readonly to: string }) =>
      run.reading(({ publishing }, terminal) =>
        withPublication(id, publishing, terminal, async (publication) => {
          const bundle = bundleOf(publishing, publication);
          await mkdir(to, { recursive: true });
          for (const name of await filesOf(publication, publishing)) {
            const bytes = await bundle.file(name);
            if (bytes !== undefined) await writeFile(join(to, name), bytes);
          }
          terminal.result({ publication: id, to }, () => terminal.line(`${id} → ${to}`));
          return exitCodes.done;
        }),
      ),
    );
};

export const registerPublication = (program: Command, run: Run): void => {
  const parent = addCommand(program, 'publication', {
    fr: 'Liste, montre, télécharge et retire les publications.',
    en: 'List, show, download and withdraw publications.',
  });
  registerList(parent, run);
  registerShow(parent, run);
  registerDownload(parent, run);
  registerWithdraw(parent, run);
};
