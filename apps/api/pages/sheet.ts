import type { Language } from '#platform';

import { Html, html } from './html.js';
import { landingStyle } from './landing.style.js';

const texts = {
  fr: {
    all: 'Toutes les publications',
    home: 'Accueil',
    other: { lang: 'en', label: 'English' },
    skip: 'Aller au contenu',
  },
  en: {
    all: 'All publications',
    home: 'Home',
    other: { lang: 'fr', label: 'Français' },
    skip: 'Skip to the content',
  },
} as const;

const styleElement = new Html(`<style>${landingStyle}</style>`);

type Sheet = {
  readonly language: Language;
  readonly path: string;
  readonly title: string;
  readonly lead: string;
  readonly notes: Html;
  readonly main: Html;
};

/** A page with a title, in the look of the first one: nothing runs in it, and nothing is loaded. */
export const sheet = ({ language, path, title, lead, notes, main }: Sheet): string => {
  const { other, skip, all, home } = texts[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <a class="skip" href="#content">${skip}</a>
        <header>
          <nav class="lang">
            <a href="${path}?lang=${other.lang}" lang="${other.lang}" hreflang="${other.lang}"
              >${other.label}</a
            >
          </nav>
          <h1>${title}</h1>
          <p class="lead">${lead}</p>
          ${notes}
        </header>
        <main id="content">${main}</main>
        <footer>
          <p>
            <a href="/?lang=${language}">${home}</a> ·
            <a href="/publications?lang=${language}">${all}</a>
          </p>
        </footer>
      </body>
    </html> `.text;
};
