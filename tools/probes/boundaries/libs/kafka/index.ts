export const name = 'kafka';
