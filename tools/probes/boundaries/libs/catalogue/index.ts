export const name = 'catalogue';
