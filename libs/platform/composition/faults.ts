import type { Bilingual } from '#kernel';

/** Errors by which adapters say that their service cannot be reached now, by name. */
const passing: Readonly<Record<string, Bilingual>> = {
  BusUnavailable: {
    fr: 'Kafka est injoignable. Vérifiez KAFKA_BROKERS et que les serveurs tournent, puis recommencez.',
    en: 'Kafka cannot be reached. Check KAFKA_BROKERS and that the servers run, then try again.',
  },
  DatabaseUnavailable: {
    fr: 'PostgreSQL est injoignable. Vérifiez DATABASE_URL, que le serveur tourne et que son disque n’est pas plein.',
    en: 'PostgreSQL cannot be reached. Check DATABASE_URL, that the server runs and that its disk is not full.',
  },
  EventLogUnavailable: {
    fr: 'Le journal des événements est injoignable. Vérifiez que son serveur tourne et que son disque n’est pas plein, puis recommencez : rien ne sera doublé.',
    en: 'The event log cannot be reached. Check that its server runs and that its disk is not full, then try again: nothing will be doubled.',
  },
};

/** … and that it stays out of use until somebody acts. */
const lasting: Readonly<Record<string, Bilingual>> = {
  DatabaseRefused: {
    fr: 'PostgreSQL refuse DATABASE_URL. Vérifiez le compte, le mot de passe, le nom de la base et la version du serveur.',
    en: 'PostgreSQL refuses DATABASE_URL. Check the account, the password, the name of the database and the version of the server.',
  },
  EmbeddedPostgresFailed: {
    fr: 'Le PostgreSQL embarqué ne démarre pas. Vérifiez les droits et la place libre du dossier de données (DATA_DIR).',
    en: 'The embedded PostgreSQL does not start. Check the rights and the free space of the data folder (DATA_DIR).',
  },
  EventLogUnsound: {
    fr: 'Le journal des événements ne peut pas servir.',
    en: 'The event log cannot be used.',
  },
  KurrentUnusable: {
    fr: 'KurrentDB ne peut pas servir de journal. Vérifiez KURRENTDB_URL et le serveur.',
    en: 'KurrentDB cannot be used as the log. Check KURRENTDB_URL and the server.',
  },
  LogCopyUnfinished: {
    fr: 'Une copie vers ce journal n’est pas terminée. Relancez observatory log copy : elle reprend où elle en était.',
    en: 'A copy into this log is not finished. Run observatory log copy again: it goes on where it was.',
  },
  MigrationRefused: {
    fr: 'Le schéma de la base ne peut pas être mis à jour.',
    en: 'The schema of the database cannot be brought up to date.',
  },
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** True for a service that may come back by itself. */
export const isPassingFault = (error: unknown): error is Error =>
  Object.hasOwn(passing, nameOf(error));

/** True for a service that cannot be used, now or until somebody acts: no fault of this program. */
export const isServiceFault = (error: unknown): error is Error =>
  isPassingFault(error) || Object.hasOwn(lasting, nameOf(error));

/** What is wrong and what to do, for who runs the program; then what the service itself has said. */
export const serviceFaultText = (error: Error): Bilingual => {
  const { fr, en } = passing[error.name] ?? lasting[error.name] ?? { fr: '', en: '' };
  return { fr: `${fr}\n  (${error.message})`, en: `${en}\n  (${error.message})` };
};
