import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const specs = ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts', '**/*.faults-spec.ts'];
const pureRings = [
  'libs/{kernel,domain,read-models,statistics,synthetic}/**/*.ts',
  'tools/probes/lint/*.ts',
];

const sizes = {
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'data/',
      'reports/',
      'node_modules/',
      'tools/probes/',
      'bench/',
      '**/*.mjs',
      '**/*.js',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...sizes,
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
    },
  },
  {
    files: pureRings,
    ignores: specs,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'A pure function is given its time.',
        },
        {
          selector: ':function[async=true]',
          message: 'The pure rings do not wait: I/O belongs to adapters.',
        },
        {
          selector: 'AwaitExpression',
          message: 'The pure rings do not wait: I/O belongs to adapters.',
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'A pure function is given its time.' },
        { object: 'Math', property: 'random', message: 'A pure function is given its randomness.' },
        { object: 'performance', property: 'now', message: 'A pure function is given its time.' },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'parseFloat', message: 'Figures are exact decimals: use kernel/decimal.' },
      ],
    },
  },
  {
    // Nest gives a resolver one parameter for each argument of its field, and models are classes without behaviour.
    files: ['apps/**/*.ts'],
    rules: {
      'max-params': ['error', 6],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    files: specs,
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'fc.assert', '**.then*', 'given.**'] },
      ],
      'jest/no-conditional-expect': 'error',
      'jest/no-standalone-expect': 'off',
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      complexity: 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
