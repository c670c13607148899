export const now = () => new Date();
export const today = () => Date.now();
export const chance = () => Math.random();
export const later = async () => Promise.resolve(1);
export const parsed = (text: string) => parseFloat(text);
