import { type RenderFault, statusOf } from '#platform';

import { html } from './html.js';
import { landingPolicy } from './landing.style.js';
import { languageAsked } from './language-asked.js';
import { sheet } from './sheet.js';

const titles: Readonly<Record<number, { readonly fr: string; readonly en: string }>> = {
  401: { fr: 'Réservé', en: 'Restricted' },
  403: { fr: 'Réservé', en: 'Restricted' },
  404: { fr: 'Introuvable', en: 'Not found' },
  410: { fr: 'Retiré', en: 'Withdrawn' },
  503: { fr: 'Momentanément indisponible', en: 'Unavailable for the moment' },
};

const otherwise = { fr: 'La demande n’a pas abouti', en: 'The request did not succeed' };

/** A fault as a person reads it in a browser, with the identifier by which it is found in the log. */
export const faultPage: RenderFault = (fault, request) => {
  const language = languageAsked(request);
  const title = titles[statusOf(fault.code)] ?? otherwise;
  return {
    type: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': landingPolicy },
    body: sheet({
      language,
      path: request.url.split('?', 1)[0] ?? '/',
      title: title[language],
      lead: fault.text[language],
      notes: html``,
      main: html`<p><small>${fault.code} · ${request.observatory.correlationId}</small></p>`,
    }),
  };
};
