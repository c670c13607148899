export const name = 'domain/response';
