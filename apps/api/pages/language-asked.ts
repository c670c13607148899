import type { FastifyRequest } from 'fastify';

import type { Language } from '#platform';

/** The language of a page: `?lang=`, else that of the request. */
export const languageAsked = ({ query, observatory }: FastifyRequest): Language => {
  const { lang } = (query ?? {}) as { readonly lang?: unknown };
  return lang === 'fr' || lang === 'en' ? lang : observatory.language;
};
