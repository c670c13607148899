import type { Bilingual } from '#kernel';

import { problemCodes } from './problem-codes.js';

type Family = keyof typeof problemCodes;

const headings: Readonly<Record<Family, string>> = {
  answers: 'Answers',
  files: 'Files',
  commands: 'Commands',
  messages: 'Messages that cannot be read',
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = ([code, meaning]: readonly [string, Bilingual]): string =>
  `| \`${code}\` | ${cell(meaning.fr)} | ${cell(meaning.en)} |`;

const section = (family: Family): string => {
  const codes = Object.entries(problemCodes[family]).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = codes.map(row).join('\n');
  return `## ${headings[family]}\n\n| code | français | English |\n| --- | --- | --- |\n${rows}\n`;
};

const introduction = `# Problems

What is wrong with an input is told with a stable code, the field, what was
found, what is allowed, what to do, and a message, in French and in English. An
\`error\` blocks; a \`warning\` asks for a justification. Made from the registry of
codes (\`libs/application/problems\`): \`npm run problems\` writes this page, and a
test shows its drift.
`;

/** docs/reference/problems.md, whole. */
export const problemPage = (): string =>
  [introduction, ...(['answers', 'files', 'commands', 'messages'] as const).map(section)].join(
    '\n',
  );
