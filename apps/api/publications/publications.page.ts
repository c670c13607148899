import type { PublicationSummary } from '#application';
import type { PublicationManifest } from '#contracts';
import type { Language } from '#platform';

import { type Html, html } from '../pages/html.js';
import { sheet } from '../pages/sheet.js';

const texts = {
  fr: {
    title: 'Publications',
    lead: 'Des états des chiffres, figés et signés. Ce qui a été publié ne change plus ; ce qui a été retiré reste au registre.',
    none: 'Aucune publication pour le moment.',
    columns: ['Publication', 'État', 'Figée le', 'Position'],
    files: 'Fichiers',
    fileColumns: ['Fichier', 'Lignes', 'SHA-256'],
    reserved: 'réservé',
    reservedNote:
      'Aucun contrôle du secret statistique n’a encore été fait : les fichiers de chiffres sont réservés aux comptes qui voient tous leurs territoires.',
    synthetic: 'Données synthétiques : inventées pour une démonstration.',
    gone: (reason: string) => `Cette publication a été retirée : ${reason}`,
    instead: 'À lire à sa place :',
    provisional: 'Provisoire',
    definitive: 'Définitive',
    withdrawn: 'Retirée',
    facts: 'Ce qu’elle est',
    names: ['État', 'Position du journal', 'Carte', 'Précédente', 'Clé'],
    verify: 'Vérifier',
    locale: 'fr-FR',
  },
  en: {
    title: 'Publications',
    lead: 'States of the figures, frozen and signed. What was published does not change; what was withdrawn stays in the ledger.',
    none: 'No publication yet.',
    columns: ['Publication', 'State', 'Frozen on', 'Position'],
    files: 'Files',
    fileColumns: ['File', 'Rows', 'SHA-256'],
    reserved: 'restricted',
    reservedNote:
      'No disclosure control has been done yet: the files of figures are for accounts that see all of their territories.',
    synthetic: 'Synthetic data: made up for a demonstration.',
    gone: (reason: string) => `This publication has been withdrawn: ${reason}`,
    instead: 'To be read in its place:',
    provisional: 'Provisional',
    definitive: 'Definitive',
    withdrawn: 'Withdrawn',
    facts: 'What it is',
    names: ['State', 'Position of the log', 'Map', 'Previous', 'Key'],
    verify: 'Verify',
    locale: 'en-GB',
  },
} as const;

type Texts = (typeof texts)[Language];

const nothing = html``;

const stateOf = ({ state, withdrawal }: PublicationSummary, said: Texts): string =>
  withdrawal === null ? said[state] : said.withdrawn;

const day = (instant: string, { locale }: Texts): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'Europe/Paris' }).format(
    new Date(instant),
  );

const table = (headings: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

/** The ledger, latest first. */
export const publicationsPage = (
  rows: readonly PublicationSummary[],
  language: Language,
): string => {
  const said = texts[language];
  const lines = rows.map(
    (row) =>
      html`<tr>
        <th scope="row">
          <a href="/publications/${row.id}?lang=${language}">${row.title[language]}</a><br /><code
            >${row.id}</code
          >
        </th>
        <td>${stateOf(row, said)}</td>
        <td>${day(row.frozenAt, said)}</td>
        <td>${String(row.position)}</td>
      </tr>`,
  );
  return sheet({
    ...{ language, path: '/publications', title: said.title, lead: said.lead },
    notes: rows.some(({ synthetic }) => synthetic)
      ? html`<p class="note warn" role="note">${said.synthetic}</p>`
      : nothing,
    main: rows.length === 0 ? html`<p>${said.none}</p>` : table(said.columns, lines),
  });
};

const fact = (name: string, value: Html | string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

const notesOf = ({ synthetic }: PublicationSummary, said: Texts): Html =>
  html`${synthetic ? html`<p class="note warn" role="note">${said.synthetic}</p>` : nothing}
    <p class="note warn" role="note">${said.reservedNote}</p>`;

const factsOf = (
  publication: PublicationSummary,
  manifest: PublicationManifest,
  said: Texts,
): Html => {
  const [state, position, map, previous, key] = said.names;
  const link =
    publication.previous === null
      ? '–'
      : html`<a href="/publications/${publication.previous}">${publication.previous}</a>`;
  return html`<dl>
    ${fact(state, stateOf(publication, said))}${fact(position, manifest.position)}${fact(map, manifest.geography)}${fact(previous, link)}${fact(key, publication.keyId.slice(0, 16))}
  </dl>`;
};

const fileRow = (
  id: string,
  {
    name,
    rows,
    sha256,
    cells,
  }: Pick<PublicationManifest['tables'][number], 'name' | 'rows' | 'sha256' | 'cells'>,
  said: Texts,
): Html =>
  html`<tr>
    <th scope="row">
      <a href="/publications/${id}/${name}">${name}</a>${
        cells ? html` <span class="mark">${said.reserved}</span>` : nothing
      }
    </th>
    <td>${rows === null ? '–' : String(rows)}</td>
    <td><code>${sha256}</code></td>
  </tr>`;

/** One publication that stands: what it is, its files, how to verify it. */
export const publicationPage = (
  publication: PublicationSummary,
  manifest: PublicationManifest,
  language: Language,
): string => {
  const said = texts[language];
  const { id, manifestSha256 } = publication;
  const own = { name: 'manifest.json', rows: null, sha256: manifestSha256, cells: false };
  return sheet({
    ...{ language, path: `/publications/${id}`, title: publication.title[language], lead: id },
    notes: notesOf(publication, said),
    main: html`<section aria-labelledby="facts">
        <h2 id="facts" hidden>${said.facts}</h2>
        ${factsOf(publication, manifest, said)}
      </section>
      <section aria-labelledby="files">
        <h2 id="files">${said.files}</h2>
        ${table(
          said.fileColumns,
          [own, ...manifest.tables].map((one) => fileRow(id, one, said)),
        )}
      </section>
      <section aria-labelledby="verify">
        <h2 id="verify">${said.verify}</h2>
        <p><code>observatory verify ${id}</code></p>
      </section>`,
  });
};

/** The notice in the place of a publication that was withdrawn. */
export const withdrawnPage = (publication: PublicationSummary, language: Language): string => {
  const said = texts[language];
  const { id, withdrawal, replacedBy, title } = publication;
  return sheet({
    ...{ language, path: `/publications/${id}`, title: title[language], lead: id },
    notes: html`<p class="note bad" role="alert">${said.gone(withdrawal?.reason ?? '')}</p>`,
    main:
      replacedBy === null
        ? nothing
        : html`<p>${said.instead} <a href="/publications/${replacedBy}">${replacedBy}</a></p>`,
  });
};
