// Plants one violation of each rule that guards the architecture, and fails when a guard stays silent.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;

const outputOf = (file, args, cwd) => {
  try {
    return execFileSync(file, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return `${error.stdout ?? ''}${error.stderr ?? ''}`;
  }
};

const silentBoundaries = async () => {
  const { default: config } = await import(`${root}.dependency-cruiser.mjs`);
  const args = [
    '--config',
    `${root}.dependency-cruiser.mjs`,
    '--output-type',
    'json',
    'libs',
    'apps',
  ];
  const { summary } = JSON.parse(outputOf(bin('depcruise'), args, `${here}boundaries`));
  // The planted file is named after the rule that must speak about it.
  const fired = new Set(
    summary.violations
      .filter(({ from, rule }) => from.endsWith(`/${rule.name}.ts`))
      .map(({ rule }) => rule.name),
  );
  return config.forbidden.map(({ name }) => name).filter((name) => !fired.has(name));
};

const silentTypes = () => {
  const output = outputOf(bin('tsc'), ['-p', `${here}types/tsconfig.json`], root);
  return ['process', 'console', 'setTimeout', 'fetch', 'crypto'].filter(
    (name) => !output.includes(`Cannot find name '${name}'`),
  );
};

const silentLint = () => {
  const expected = readFileSync(`${here}lint/expected.txt`, 'utf8').trim().split('\n');
  const args = [
    '--no-ignore',
    '--config',
    `${root}eslint.config.mjs`,
    '--format',
    'json',
    `${here}lint/planted.ts`,
  ];
  const [file] = JSON.parse(outputOf(bin('eslint'), args, root));
  const spoke = (wanted) => {
    const [, rule, text] = /^(\S+) (.+)$/.exec(wanted);
    return file.messages.some(({ ruleId, message }) => ruleId === rule && message.includes(text));
  };
  return expected.filter((wanted) => !spoke(wanted));
};

const silent = [
  ...(await silentBoundaries()).map((name) => `boundary rule ${name}`),
  ...silentTypes().map((name) => `ambient name ${name} in a pure ring`),
  ...silentLint().map((name) => `lint rule ${name}`),
];
for (const name of silent) process.stderr.write(`probe: ${name} was violated and nothing spoke\n`);
if (silent.length > 0) process.exit(1);
process.stdout.write('probes: every guard spoke\n');
