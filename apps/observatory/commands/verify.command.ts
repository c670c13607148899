import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import {
  type Bundle,
  bundleOf,
  keyIdOf,
  publicKeyOfPem,
  recompute,
  type Verification,
  verifyBundle,
} from '#application/publications';
import type { Problem } from '#kernel';
import type { Command } from 'commander';

import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { addCommand, text } from '../cli/program.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';
import { withPublication } from './publication.command.js';
import type { Run } from './run.js';

type Options = { readonly recompute?: true; readonly key?: readonly string[] };

const isKeyId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

const listedKey = (key: string, before?: readonly string[]): readonly string[] => [
  ...(before ?? []),
  key,
];

/** The id of a key, from itself or from a file that holds the public key in PEM. */
const trustedKey = async (given: string): Promise<string> =>
  isKeyId(given) ? given : keyIdOf(publicKeyOfPem(await readFile(given, 'utf8')));

const trustedKeys = ({ key = [] }: Options): Promise<readonly string[]> =>
  Promise.all(key.map(trustedKey));

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

const folderBundle = (folder: string): Bundle => ({
  file: (name) =>
    readFile(join(folder, name)).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    }),
});

/** The folder that a path names, itself or by one of its files; undefined for what is no path. */
const folderOf = async (path: string): Promise<string | undefined> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isDirectory() ? path : dirname(path);
};

const words = {
  fr: {
    good: 'INTACTE',
    bad: 'NE CORRESPOND PAS',
    key: 'clé',
    unproven:
      'Signature bonne, mais rien ne dit à qui est la clé : donnez --key avec celle que publie l’observatoire (/publications/keys.json).',
    recomputed: 'recalculée du journal : mêmes octets',
    withdrawn: 'Cette publication a été retirée',
  },
  en: {
    good: 'INTACT',
    bad: 'DOES NOT MATCH',
    key: 'key',
    unproven:
      'The signature is good, but nothing says whose the key is: give --key with the one that the observatory publishes (/publications/keys.json).',
    recomputed: 'computed again from the log: same bytes',
    withdrawn: 'This publication has been withdrawn',
  },
} as const;

type Told = {
  readonly verification: Verification;
  readonly trusted: readonly string[];
  readonly recomputed: readonly Problem[] | null;
};

const tell = ({ verification, trusted, recomputed }: Told, terminal: Terminal): ExitCode => {
  const said = words[terminal.language];
  const { manifest, manifestSha256, checked } = verification;
  const problems = [...verification.problems, ...(recomputed ?? [])];
  const isGood = problems.length === 0;
  const publication = manifest?.publication ?? null;
  const verdict = {
    publication,
    intact: isGood,
    manifestSha256,
    keyId: manifest?.signing.keyId ?? null,
    keyTrusted: isGood && trusted.length > 0,
    recomputed: recomputed !== null,
    checked,
    problems,
  };
  terminal.result(verdict, () => {
    terminal.line(`${publication ?? '?'} : ${isGood ? said.good : said.bad}`);
    terminal.line(`  manifest.json  ${manifestSha256 ?? '–'}`);
    terminal.line(`  ${said.key}  ${verdict.keyId ?? '–'}`);
    for (const name of checked) terminal.line(`  ${name}`);
    if (recomputed?.length === 0) terminal.line(`  ${said.recomputed}`);
    terminal.problems(problems);
  });
  if (isGood && trusted.length === 0) terminal.note(said.unproven);
  return isGood ? exitCodes.done : exitCodes.refused;
};

const verifyKept = async (
  id: string,
  options: Options,
  { publishing }: Observatory,
  terminal: Terminal,
): Promise<ExitCode> =>
  withPublication(id, publishing, terminal, async (publication) => {
    // The log is the truth: the key that it recorded is the one to trust, unless others are named.
    const trusted = options.key === undefined ? [publication.keyId] : await trustedKeys(options);
    const verification = await verifyBundle(bundleOf(publishing, publication), trusted);
    const { manifest } = verification;
    const again = options.recompute === true && manifest !== null;
    const recomputed = again ? await recompute(publishing, manifest) : null;
    if (publication.withdrawal !== null)
      terminal.note(`${words[terminal.language].withdrawn} : ${publication.withdrawal.reason}`);
    return tell({ verification, trusted, recomputed }, terminal);
  });

export const registerVerify = (program: Command, run: Run): void => {
  const command = addCommand(program, 'verify <id|dossier>', {
    fr: 'Vérifie une publication : signature, chaîne, empreintes, nombres de lignes.',
    en: 'Verify a publication: signature, chain, digests, row counts.',
  });
  command
    .option(
      '--key <clé>',
      text(command, {
        fr: 'clé à laquelle on se fie : fichier PEM, ou son identifiant ; répétable',
        en: 'key that is trusted: a PEM file, or its id; repeatable',
      }),
      listedKey,
    )
    .option(
      '--recompute',
      text(command, {
        fr: 'recalcule aussi les tables depuis le journal (publication du registre)',
        en: 'compute the tables again from the log too (publication of the ledger)',
      }),
    )
    .action(async (named: string, options: Options) => {
      const folder = await folderOf(named);
      if (folder === undefined) {
        await run.reading((observatory, terminal) =>
          verifyKept(named, options, observatory, terminal),
        );
        return;
      }
      await run.offline(async (_, terminal) => {
        const trusted = await trustedKeys(options);
        const verification = await verifyBundle(folderBundle(folder), trusted);
        return tell({ verification, trusted, recomputed: null }, terminal);
      });
    });
};
