import { resolve } from 'node:path';

import {
  address,
  type Mistake,
  optionalText,
  pattern,
  secret,
  type ValuesOf,
  type Variables,
} from './setting.js';

export type AuthConfig =
  /** A key generated once, kept in the data folder: for a single machine and for demonstrations. */
  | { readonly kind: 'development-key'; readonly file: string }
  | {
      readonly kind: 'jwks';
      readonly url: string;
      readonly issuer: string;
      readonly audience: string;
    }
  | {
      readonly kind: 'public-key';
      readonly pem: string;
      readonly issuer: string;
      readonly audience: string;
    };

export const authSettings = {
  AUTH_JWKS_URL: address('https', 'http'),
  AUTH_PUBLIC_KEY: secret(
    pattern(/-----BEGIN PUBLIC KEY-----/, (pem) => pem, {
      fr: 'une clé publique en PEM (-----BEGIN PUBLIC KEY-----…)',
      en: 'a public key in PEM (-----BEGIN PUBLIC KEY-----…)',
    }),
  ),
  AUTH_ISSUER: optionalText,
  AUTH_AUDIENCE: optionalText,
};

const noDevelopmentKey: Mistake = {
  key: 'AUTH_JWKS_URL',
  allowed: {
    fr: 'AUTH_JWKS_URL ou AUTH_PUBLIC_KEY : en production, aucune clé de développement',
    en: 'AUTH_JWKS_URL or AUTH_PUBLIC_KEY: production takes no development key',
  },
};
const notBoth: Mistake = {
  key: 'AUTH_PUBLIC_KEY',
  allowed: {
    fr: 'AUTH_JWKS_URL ou AUTH_PUBLIC_KEY, pas les deux',
    en: 'AUTH_JWKS_URL or AUTH_PUBLIC_KEY, not both',
  },
};
const party: readonly Mistake[] = [
  {
    key: 'AUTH_ISSUER',
    allowed: { fr: 'l’émetteur des jetons', en: 'the issuer of the tokens' },
  },
  {
    key: 'AUTH_AUDIENCE',
    allowed: { fr: 'le destinataire des jetons', en: 'the audience of the tokens' },
  },
];

/** What is wrong between the variables of a process that reads tokens. */
export const authMistakes = (given: Variables): readonly Mistake[] => {
  const hasKeys = given['AUTH_JWKS_URL'] !== undefined;
  const hasKey = given['AUTH_PUBLIC_KEY'] !== undefined;
  if (!hasKeys && !hasKey) return given['NODE_ENV'] === 'production' ? [noDevelopmentKey] : [];
  return [
    ...(hasKeys && hasKey ? [notBoth] : []),
    ...party.filter(({ key }) => given[key] === undefined),
  ];
};

export const authOf = (values: ValuesOf<typeof authSettings>, dataFolder: string): AuthConfig => {
  const issued = { issuer: values.AUTH_ISSUER ?? '', audience: values.AUTH_AUDIENCE ?? '' };
  if (values.AUTH_JWKS_URL !== undefined)
    return { kind: 'jwks', url: values.AUTH_JWKS_URL, ...issued };
  if (values.AUTH_PUBLIC_KEY !== undefined)
    return { kind: 'public-key', pem: values.AUTH_PUBLIC_KEY, ...issued };
  return { kind: 'development-key', file: resolve(dataFolder, 'development.key') };
};
