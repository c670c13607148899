import type { Bilingual } from '#kernel';

/** Every reason why a message cannot be read at all, and what it means. */
export const unreadableCodes = {
  MESSAGE_EMPTY: { fr: 'Le message est vide.', en: 'The message is empty.' },
  MESSAGE_TOO_LARGE: {
    fr: 'Le message dépasse la taille permise.',
    en: 'The message exceeds the size that is allowed.',
  },
  MESSAGE_NOT_UTF8: {
    fr: 'Les octets du message ne sont pas de l’UTF-8.',
    en: 'The bytes of the message are not UTF-8.',
  },
  MESSAGE_NOT_JSON: {
    fr: 'Le message n’est pas un objet JSON.',
    en: 'The message is not a JSON object.',
  },
  MESSAGE_WITHOUT_ID: {
    fr: 'Le message n’a pas d’identifiant : un UUID.',
    en: 'The message has no id: a UUID.',
  },
  MESSAGE_TYPE_UNKNOWN: {
    fr: 'Le type du message n’est pas de ceux que l’on connaît.',
    en: 'The type of the message is none of those that are known.',
  },
  MESSAGE_VERSION_UNKNOWN: {
    fr: 'La version du message n’est pas de celles que l’on connaît.',
    en: 'The version of the message is none of those that are known.',
  },
  MESSAGE_SHAPE_WRONG: {
    fr: 'Un champ du message manque, est de trop ou n’a pas la forme attendue.',
    en: 'A field of the message is missing, is one too many or has the wrong shape.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type UnreadableCode = keyof typeof unreadableCodes;

/** Why a message cannot be read. `reason` repeats nothing of what it says. */
export type Unreadable = { readonly code: UnreadableCode; readonly reason: string };
