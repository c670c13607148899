import { address, choice, type Mistake, secret, type ValuesOf, type Variables } from './setting.js';

/** Which log holds the events. */
export type EventLogConfig =
  { readonly kind: 'postgres' } | { readonly kind: 'kurrentdb'; readonly url: string };

const eventLogs = ['postgres', 'kurrentdb'] as const;

export const storageSettings = {
  DATABASE_URL: secret(address('postgres', 'postgresql')),
  EVENT_LOG: choice(eventLogs, 'postgres'),
  KURRENTDB_URL: secret(
    address('kurrentdb', 'kurrentdb+discover', 'kdb', 'kdb+discover', 'esdb', 'esdb+discover'),
  ),
};

export const storageMistakes = (given: Variables): readonly Mistake[] =>
  given['EVENT_LOG'] === 'kurrentdb' && given['KURRENTDB_URL'] === undefined
    ? [
        {
          key: 'KURRENTDB_URL',
          allowed: {
            fr: 'l’adresse de KurrentDB, que EVENT_LOG=kurrentdb demande : kurrentdb://utilisateur:mot-de-passe@hôte:2113?tls=true',
            en: 'the address of KurrentDB, which EVENT_LOG=kurrentdb asks for: kurrentdb://user:password@host:2113?tls=true',
          },
        },
      ]
    : [];

export const eventLogOf = (values: ValuesOf<typeof storageSettings>): EventLogConfig =>
  values.EVENT_LOG === 'kurrentdb'
    ? { kind: 'kurrentdb', url: values.KURRENTDB_URL ?? '' }
    : { kind: 'postgres' };
