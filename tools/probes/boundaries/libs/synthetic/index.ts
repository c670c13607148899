export const name = 'synthetic';
