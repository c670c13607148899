import {
  type Compiled,
  compileExpression,
  type Environment,
  type ExpressionType,
  type Symbols,
} from '#domain/expression';

const integer: ExpressionType = { kind: 'number', scale: 0 };

/** Questions of every kind, for specs. */
export const questions: ReadonlyMap<string, ExpressionType> = new Map<string, ExpressionType>([
  ['nb_eleves', integer],
  ['nb_ordinateurs_fixes', integer],
  ['nb_tablettes', integer],
  ['debit_mesure', { kind: 'number', scale: 2 }],
  ['filtrage', { kind: 'boolean' }],
  ['charte_usage', { kind: 'choice', options: ['non', 'eleves', 'tous'] }],
  ['maintenance', { kind: 'choices', options: ['collectivite', 'academie', 'prestataire'] }],
  ['remarque', { kind: 'text' }],
]);

export const symbols: Symbols = { questions, school: true, previous: true };

export const college: Environment = {
  answers: {
    nb_eleves: 480,
    nb_ordinateurs_fixes: 0,
    debit_mesure: '12.5',
    filtrage: true,
    charte_usage: 'eleves',
    maintenance: ['collectivite', 'prestataire'],
    remarque: "l'accès",
  },
  previous: { nb_eleves: 500 },
  school: { type: 'COLLEGE', sector: 'PU', degree: '2D', pupils: 475 },
};

/** Throws with every message when the expression is refused. */
export const compile = (source: string, known: Symbols = symbols): Compiled => {
  const compiled = compileExpression(source, known);
  if (!compiled.ok) throw new Error(compiled.error.map(({ message }) => message.en).join(' '));
  return compiled.value;
};
