import type { Bilingual } from '#kernel';

const damaged: Bilingual = {
  fr: 'le fichier compressé est abîmé ou coupé',
  en: 'the compressed file is damaged or cut',
};

const denied: Bilingual = { fr: 'accès refusé', en: 'access denied' };

const texts: Readonly<Record<string, Bilingual>> = {
  ENOENT: { fr: 'fichier ou dossier introuvable', en: 'no such file or folder' },
  EACCES: denied,
  EPERM: denied,
  EISDIR: {
    fr: 'c’est un dossier, un fichier est attendu',
    en: 'this is a folder, a file is expected',
  },
  ENOTDIR: {
    fr: 'le chemin passe par un fichier, un dossier est attendu',
    en: 'the path goes through a file, a folder is expected',
  },
  EEXIST: { fr: 'existe déjà', en: 'exists already' },
  ENOSPC: { fr: 'le disque est plein', en: 'the disk is full' },
  EROFS: { fr: 'le disque est en lecture seule', en: 'the disk is read-only' },
  Z_DATA_ERROR: damaged,
  Z_BUF_ERROR: damaged,
};

/** What is wrong with a file that a command was given; undefined for an error of another kind. */
export const fileFaultText = (error: unknown): Bilingual | undefined => {
  const { code, path } = error as Partial<NodeJS.ErrnoException>;
  const what = code === undefined ? undefined : texts[code];
  if (what === undefined || path === undefined) return what;
  return { fr: `${path} : ${what.fr}`, en: `${path}: ${what.en}` };
};
