export const name = 'domain/survey';
