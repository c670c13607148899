export const name = 'statistics';
