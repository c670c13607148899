// Tabs and line ends are text; other control characters, and halves of surrogate pairs, are not.
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Cs}]/u;

/** Whether every character of a text can be shown and kept. */
export const isPrintable = (text: string): boolean => !unprintable.test(text);
