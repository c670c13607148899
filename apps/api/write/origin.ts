import { Args } from '@nestjs/graphql';

import { actorOf, type Language } from '#platform';

import type { GraphqlContext } from '../graphql/context.js';
import { LanguageEnum } from '../graphql/enums.js';
import type { CommandOrigin } from './commands.js';

export const originOf = ({ caller, correlationId }: GraphqlContext): CommandOrigin => ({
  actor: actorOf(caller),
  correlationId,
});

/** The language of the problems; absent, the one of the request. */
export const InLanguage = (): ParameterDecorator =>
  Args('language', {
    type: () => LanguageEnum,
    nullable: true,
    description:
      'La langue des messages ; absente, celle de l’en-tête Accept-Language, le français par défaut.',
  });

export const languageIn = (
  language: Language | null | undefined,
  context: GraphqlContext,
): Language => language ?? context.language;
