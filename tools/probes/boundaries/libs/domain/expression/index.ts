export const name = 'domain/expression';
