export const name = 'read-models';
