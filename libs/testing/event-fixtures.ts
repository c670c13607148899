import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { position, type RecordedEvent } from '#kernel';

const domain = fileURLToPath(new URL('../domain/', import.meta.url));

/** The frozen stored shape of one version of one event type. */
export type EventFixture = {
  readonly context: string;
  readonly type: string;
  readonly version: number;
  readonly stored: Readonly<Record<string, unknown>>;
};

const inFile = /^([a-z]+)\/fixtures\/([A-Za-z]+)\.v(\d+)\.json$/;

const fixture = (file: string): readonly EventFixture[] => {
  const [, context, type, version] = inFile.exec(file) ?? [];
  if (context === undefined || type === undefined) return [];
  const { stored } = JSON.parse(readFileSync(`${domain}${file}`, 'utf8')) as Pick<
    EventFixture,
    'stored'
  >;
  return [{ context, type, version: Number(version), stored }];
};

/** Every stored version of every event of every context. */
export const eventFixtures: readonly EventFixture[] = readdirSync(domain, {
  recursive: true,
  encoding: 'utf8',
})
  .sort()
  .flatMap(fixture);

const streams: Readonly<Record<string, (data: EventFixture['stored']) => string>> = {
  territory: ({ uai }) => `school-${String(uai)}`,
  campaign: ({ campaign }) => `campaign-${String(campaign)}`,
  response: ({ campaign, uai }) => `response-${String(campaign)}.${String(uai)}`,
  publication: ({ series }) => `publication-${String(series)}`,
  indicator: () => 'definitions-catalogue',
  projection: ({ projection }) => `projection-${String(projection)}`,
};

/** A fixture as the log gives it back; `stored` in the place of its own data where it is given. */
export const recordedFixture = (
  { context, type, version, stored: own }: EventFixture,
  stored: EventFixture['stored'] = own,
): RecordedEvent => ({
  id: 'a3b1e9d2-8f40-4c61-9d57-20c4a6d5b7e1',
  type,
  schemaVersion: version,
  data: stored,
  metadata: {
    actor: { role: 'school', id: 'account-of-somebody' },
    cause: 'submission',
    correlationId: 'correlation-of-somebody',
    academy: '02',
  },
  stream: streams[context]?.(own) ?? '',
  revision: 3,
  position: position(42n),
  recordedAt: '2014-03-12T08:30:00.123456Z',
});
