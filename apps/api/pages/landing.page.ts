import type { CampaignSummary, ProjectionState } from '#application';
import type { Language } from '#platform';

import { Html, html } from './html.js';
import { landingStyle } from './landing.style.js';
import { type LandingTexts, landingTexts } from './landing.texts.js';
import { type Status, stoppedOf } from './status.js';

export type Landing = {
  readonly language: Language;
  readonly version: string;
  readonly status: Status;
  /** Keys of questionnaires: `etic-1d@2014`. */
  readonly questionnaires: readonly string[];
  readonly graphiql: boolean;
};

type Page = Landing & { readonly texts: LandingTexts; readonly locale: string };

const nothing = html``;

const number = (value: number | bigint, { locale }: Page): string =>
  new Intl.NumberFormat(locale).format(value);

const day = (date: string, { locale }: Page): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** Says that answers were made up: everywhere, or in the campaigns that are marked. */
const syntheticNote = ({ status, texts }: Page): Html => {
  const campaigns = status.kind === 'available' ? status.campaigns : [];
  const madeUp = campaigns.filter(({ synthetic }) => synthetic).length;
  if (madeUp === 0) return nothing;
  const said = madeUp === campaigns.length ? texts.synthetic : texts.partlySynthetic;
  return html`<p class="note warn" role="note">${said}</p>`;
};

const stopNote = ({ projection, position, failure }: ProjectionState, page: Page): Html => {
  const { texts } = page;
  const event = failure?.event ?? null;
  const culprit =
    event === null ? nothing : html` ${texts.stoppedBy(number(event.position, page), event.type)}`;
  return html`<p class="note bad" role="alert">
    ${texts.stopped(projection, number(position, page))}${culprit} ${texts.whatToDo}
  </p>`;
};

const notes = (page: Page): Html =>
  html`${syntheticNote(page)}${
    page.status.kind === 'unavailable'
      ? html`<p class="note bad" role="alert">${page.texts.unavailable}</p>`
      : nothing
  }${stoppedOf(page.status).map((state) => stopNote(state, page))}`;

const term = (name: string, value: Html | string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

const positions = (page: Page): Html => {
  const { texts, status } = page;
  if (status.kind === 'unavailable') return nothing;
  const lag = status.head - status.projected;
  const freshness = lag > 0n ? texts.behind(number(lag, page)) : texts.upToDate;
  return html`${term(texts.head, number(status.head, page))}${term(texts.lag, freshness)}`;
};

const state = (page: Page): Html => {
  const { texts, status } = page;
  const up = status.kind === 'available';
  return html`<section aria-labelledby="state">
    <h2 id="state" hidden>${texts.state}</h2>
    <dl>
      ${term(texts.state, html`<span class="${up ? 'up' : 'down'}">${up ? texts.running : texts.waiting}</span>`)}${term(texts.version, page.version)}${positions(page)}
    </dl>
  </section>`;
};

const campaignRow = (campaign: CampaignSummary, page: Page): Html => {
  const { texts } = page;
  const mark = campaign.synthetic
    ? html` <span class="mark">${texts.syntheticMark}</span>`
    : nothing;
  return html`<tr>
    <th scope="row">${campaign.title}${mark}<br /><code>${campaign.id}</code></th>
    <td>${campaign.schoolYear}</td>
    <td>${texts.dates(day(campaign.opensOn, page), day(campaign.closesOn, page))}</td>
    <td>${texts[campaign.status]}</td>
    <td class="number">${number(campaign.expected, page)}</td>
  </tr>`;
};

const campaigns = (page: Page): Html => {
  const { status, texts } = page;
  if (status.kind === 'unavailable') return nothing;
  const { columns } = texts;
  const table = html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">${columns.campaign}</th>
          <th scope="col">${columns.year}</th>
          <th scope="col">${columns.dates}</th>
          <th scope="col">${columns.status}</th>
          <th scope="col" class="number">${columns.expected}</th>
        </tr>
      </thead>
      <tbody>
        ${status.campaigns.map((campaign) => campaignRow(campaign, page))}
      </tbody>
    </table>
  </div>`;
  const none = html`<p>${texts.noCampaign}</p>`;
  return html`<section aria-labelledby="campaigns">
    <h2 id="campaigns">${texts.campaigns}</h2>
    ${status.campaigns.length > 0 ? table : none}
  </section>`;
};

const door = (href: string, [name = '', about = '']: readonly string[]): Html =>
  html`<li>
    <a class="door" href="${href}">${name}</a>
    <p>${about}</p>
  </li>`;

const questionnaireFiles = (key: string, { texts }: Page): Html => {
  const path = `/questionnaires/${key.replace('@', '/')}`;
  return html`<li>
    <code>${key}</code> : <a href="${path}/template.csv">${texts.files.template}</a>,
    <a href="${path}/dictionary.csv">${texts.files.dictionary}</a>,
    <a href="${path}/example.csv">${texts.files.example}</a>
  </li>`;
};

const templates = (page: Page): Html => {
  const [name = '', about = ''] = page.texts.templates;
  const files = page.questionnaires.map((key) => questionnaireFiles(key, page));
  return html`<li>
    <strong>${name}</strong>
    <p>${about}</p>
    <ul class="files">
      ${files}
    </ul>
  </li>`;
};

const doors = (page: Page): Html => {
  const { texts } = page;
  return html`<section aria-labelledby="doors">
    <h2 id="doors">${texts.doors}</h2>
    <ul class="doors">
      ${page.graphiql ? door('/graphiql', texts.graphiql) : nothing}${door('/graphql?query=%7B__typename%7D', texts.graphql)}${templates(page)}${door('/publications', texts.publications)}${door('/health/ready', texts.health)}
    </ul>
  </section>`;
};

// In one piece: the policy allows exactly this text, and blanks around it would make another.
const styleElement = new Html(`<style>${landingStyle}</style>`);

/** The first page, whole, without a script and without another request. */
export const landingPage = (landing: Landing): string => {
  const texts = landingTexts[landing.language];
  const page: Page = { ...landing, texts, locale: landing.language === 'fr' ? 'fr-FR' : 'en-GB' };
  return html`<!doctype html>
    <html lang="${landing.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${texts.title}</title>
        ${styleElement}
      </head>
      <body>
        <a class="skip" href="#content">${texts.skip}</a>
        <header>
          <nav class="lang">
            <a
              href="/?lang=${texts.other.lang}"
              lang="${texts.other.lang}"
              hreflang="${texts.other.lang}"
              >${texts.other.label}</a
            >
          </nav>
          <h1>${texts.title}</h1>
          <p class="lead">${texts.lead}</p>
          ${notes(page)}
        </header>
        <main id="content">${state(page)} ${campaigns(page)} ${doors(page)}</main>
        <footer><p>${texts.licence}</p></footer>
      </body>
    </html> `.text;
};
