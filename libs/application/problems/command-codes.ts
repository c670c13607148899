import type { Bilingual } from '#kernel';

/** Every code of a use case, and what it means: the source of docs/reference/problems.md. */
export const commandCodes = {
  UNKNOWN_SCHOOL: {
    fr: 'Aucune école de l’annuaire ne porte cet UAI.',
    en: 'No school of the directory has this UAI.',
  },
  SCHOOL_ALREADY_CLOSED: {
    fr: 'L’école est déjà fermée, à une autre date.',
    en: 'The school is closed already, since another day.',
  },
  SCHOOL_ALREADY_OPEN: {
    fr: 'L’école est déjà ouverte.',
    en: 'The school is open already.',
  },
  SCHOOL_DATES_REVERSED: {
    fr: 'Les dates d’ouverture et de fermeture de l’école se contredisent.',
    en: 'The days on which the school opens and closes contradict each other.',
  },
  SCHOOL_IMPORT_UNKNOWN: {
    fr: 'Aucun import d’écoles ne porte cet identifiant.',
    en: 'No import of schools has this id.',
  },
  SCHOOL_LISTING_INCOMPLETE: {
    fr: 'Le fichier ne peut pas dire quelles écoles ont fermé : des lignes sont refusées.',
    en: 'The file cannot tell which schools have closed: lines of it are refused.',
  },
  SCHOOL_CLOSINGS_TOO_MANY: {
    fr: 'Le fichier fermerait trop d’écoles d’une académie pour être complet.',
    en: 'The file would close too many schools of an académie to be complete.',
  },
  SCHOOL_PROPOSAL_UNKNOWN: {
    fr: 'Aucune absorption proposée et prête ne concerne cette école.',
    en: 'No absorption that is proposed and ready is about this school.',
  },
  SCHOOL_ABSORBS_ITSELF: {
    fr: 'Une école ne peut pas être absorbée par elle-même.',
    en: 'A school cannot be absorbed by itself.',
  },
  CAMPAIGN_UNKNOWN: {
    fr: 'Aucune campagne ne porte cet identifiant.',
    en: 'No campaign has this id.',
  },
  CAMPAIGN_ID_MALFORMED: {
    fr: 'L’identifiant de la campagne n’a pas la forme attendue.',
    en: 'The id of the campaign does not have the expected shape.',
  },
  CAMPAIGN_ALREADY_OPENED: {
    fr: 'Une campagne de cet identifiant a déjà été ouverte.',
    en: 'A campaign of this id has been opened already.',
  },
  CAMPAIGN_ALREADY_CLOSED: {
    fr: 'La campagne est déjà close.',
    en: 'The campaign is closed already.',
  },
  CAMPAIGN_STILL_OPEN: {
    fr: 'La campagne est encore ouverte : il n’y a rien à rouvrir.',
    en: 'The campaign is still open: there is nothing to reopen.',
  },
  CAMPAIGN_DATES_REVERSED: {
    fr: 'La campagne se terminerait avant de commencer.',
    en: 'The campaign would end before it begins.',
  },
  CAMPAIGN_SCHOOLS_EXPECTED_ELSEWHERE: {
    fr: 'Des écoles sont déjà attendues par une autre campagne de la même enquête et de la même année.',
    en: 'Schools are expected already by another campaign of the same survey and year.',
  },
  CAMPAIGN_OPENED_MEANWHILE: {
    fr: 'Une autre campagne de la même enquête et de la même année s’est ouverte au même moment.',
    en: 'Another campaign of the same survey and year was opened at the same time.',
  },
  CAMPAIGN_FIELD_EMPTY: {
    fr: 'Le champ de la campagne ne contient aucune école attendue.',
    en: 'The field of the campaign holds no expected school.',
  },
  CAMPAIGN_FIELD_UNKNOWN: {
    fr: 'Le champ de la campagne cite un territoire, un type ou un secteur inconnu.',
    en: 'The field of the campaign names an unknown territory, type or sector.',
  },
  CAMPAIGN_NOT_OPEN: {
    fr: 'La campagne n’a pas encore commencé.',
    en: 'The campaign has not begun.',
  },
  CAMPAIGN_CLOSED: {
    fr: 'La campagne est close : elle ne reçoit plus de réponses.',
    en: 'The campaign is closed: it takes no more answers.',
  },
  ANSWERS_LOCKED: {
    fr: 'Les réponses sont verrouillées.',
    en: 'The answers are locked.',
  },
  ANSWERS_NOT_LOCKED: {
    fr: 'Aucun verrou ne tient pour cette partie de la campagne.',
    en: 'No lock holds for this part of the campaign.',
  },
  EXCEPTION_UNKNOWN: {
    fr: 'Aucune exception ne court pour cette partie de la campagne.',
    en: 'No exception runs for this part of the campaign.',
  },
  CAMPAIGN_PART_UNKNOWN: {
    fr: 'Ce n’est pas une partie de la campagne : la France, une académie, un département ou une école attendue.',
    en: 'This is not a part of the campaign: France, an académie, a department or an expected school.',
  },
  DAY_PAST: {
    fr: 'La date est déjà passée.',
    en: 'The day is past already.',
  },
  QUESTION_UNKNOWN: {
    fr: 'Le questionnaire de la campagne n’a pas cette question.',
    en: 'The questionnaire of the campaign does not have this question.',
  },
  QUESTION_NOT_RETURNED: {
    fr: 'La question n’a pas été retournée à l’école : elle ne peut plus changer.',
    en: 'The question was not returned to the school: it can no longer change.',
  },
  RETURN_EXPIRED: {
    fr: 'Le délai pour répondre au retour est passé.',
    en: 'The time to answer the return is over.',
  },
  MESSAGE_REQUIRED: {
    fr: 'Retourner une question demande un message.',
    en: 'Returning a question takes a message.',
  },
  QUESTIONNAIRE_UNKNOWN: {
    fr: 'Le catalogue n’a pas de questionnaire pour cette enquête et cette année.',
    en: 'The catalogue has no questionnaire for this survey and year.',
  },
  TEXT_REFUSED: {
    fr: 'Le texte est trop long ou contient des caractères de contrôle.',
    en: 'The text is too long or holds control characters.',
  },
  DATE_MALFORMED: {
    fr: 'Le texte n’est pas une date.',
    en: 'The text is not a date.',
  },
  SCHOOL_NOT_EXPECTED: {
    fr: 'L’école n’est pas attendue dans cette campagne.',
    en: 'The school is not expected in this campaign.',
  },
  REASON_REQUIRED: {
    fr: 'Cette action demande un motif.',
    en: 'This action takes a reason.',
  },
  ALREADY_SUBMITTED: {
    fr: 'Une réponse a déjà été envoyée : elle se corrige, elle ne se brouillonne plus.',
    en: 'A response has been submitted already: it is corrected, not drafted.',
  },
  DRAFT_ALREADY_STARTED: {
    fr: 'Un brouillon existe déjà : le préremplissage l’écraserait.',
    en: 'A draft exists already: prefilling would overwrite it.',
  },
  NOTHING_SUBMITTED: {
    fr: 'Aucune réponse n’est en place pour cette école dans cette campagne.',
    en: 'No response of this school stands in this campaign.',
  },
  NOTHING_TO_PREFILL: {
    fr: 'Il n’y a rien à reprendre : ni réponse antérieure, ni effectif connu.',
    en: 'There is nothing to fill in: no earlier response, no known head count.',
  },
  DRAFT_CONFLICT: {
    fr: 'Une autre personne a enregistré ce brouillon entre-temps.',
    en: 'Somebody else has saved this draft in the meantime.',
  },
  RESPONSE_CHANGED: {
    fr: 'La réponse a changé depuis qu’elle a été lue.',
    en: 'The response has changed since it was read.',
  },
  WRITE_CONFLICT: {
    fr: 'Trop d’écritures simultanées : rien n’a été enregistré.',
    en: 'Too many writes at the same time: nothing was recorded.',
  },
  OVERLOADED: {
    fr: 'Le service est saturé : rien n’a été enregistré.',
    en: 'The service is overloaded: nothing was recorded.',
  },
  MESSAGE_ID_REUSED: {
    fr: 'Un autre message de la même source porte déjà cet identifiant.',
    en: 'Another message of the same source has this id already.',
  },
  MESSAGE_KEY_WRONG: {
    fr: 'La clé du message n’est pas l’UAI de l’établissement.',
    en: 'The key of the message is not the UAI of the school.',
  },
  SOURCE_NOT_ALLOWED: {
    fr: 'La source du message n’est pas enregistrée.',
    en: 'The source of the message is not registered.',
  },
  SCHOOL_OUT_OF_REACH: {
    fr: 'La source ne répond pas pour cet établissement.',
    en: 'The source does not answer for this school.',
  },
  PROJECTION_UNKNOWN: {
    fr: 'Aucun modèle de lecture ne porte ce nom.',
    en: 'No read model has this name.',
  },
  PROJECTION_NOT_BLOCKED: {
    fr: 'Aucun événement n’arrête ce modèle de lecture.',
    en: 'No event stands in the way of this read model.',
  },
  NOT_THE_BLOCKING_EVENT: {
    fr: 'Un autre événement arrête ce modèle de lecture.',
    en: 'Another event stands in the way of this read model.',
  },
  EVENT_NOT_SKIPPED: {
    fr: 'Ce modèle de lecture ne passe pas cet événement.',
    en: 'This read model does not skip this event.',
  },
  EVENT_REFUSED: {
    fr: 'Le journal ne peut pas conserver cet envoi tel quel.',
    en: 'The log cannot keep this input as it is.',
  },
  EVENT_LOG_UNAVAILABLE: {
    fr: 'Le journal est momentanément injoignable.',
    en: 'The log cannot be reached for the moment.',
  },
  PUBLICATION_UNKNOWN: {
    fr: 'Aucune publication ne porte cet identifiant.',
    en: 'No publication has this id.',
  },
  PUBLICATION_SERIES_MALFORMED: {
    fr: 'Le nom de la série de publications n’a pas la forme attendue.',
    en: 'The name of the series of publications does not have the expected shape.',
  },
  PUBLICATION_TITLE_MISSING: {
    fr: 'La publication n’a pas de titre.',
    en: 'The publication has no title.',
  },
  PUBLICATION_SCOPE_EMPTY: {
    fr: 'Aucune campagne ne correspond à ce qui est à publier.',
    en: 'No campaign matches what is to be published.',
  },
  PUBLICATION_POSITION_UNKNOWN: {
    fr: 'La position est au-delà de la fin du journal.',
    en: 'The position is beyond the end of the log.',
  },
  READ_MODELS_BEHIND: {
    fr: 'Les modèles de lecture ne sont pas encore à la position demandée.',
    en: 'The read models are not at the position asked for yet.',
  },
  PUBLICATION_NOT_NEXT: {
    fr: 'La série a avancé : l’identifiant est pris.',
    en: 'The series has moved on: the id is taken.',
  },
  PUBLICATION_DEFINITIVE_STANDS: {
    fr: 'Une publication définitive est en vigueur : il faut dire qu’on la remplace.',
    en: 'A definitive publication stands: what follows must say that it replaces it.',
  },
  PUBLICATION_ALREADY_WITHDRAWN: {
    fr: 'La publication a déjà été retirée.',
    en: 'The publication has been withdrawn already.',
  },
  PUBLICATION_FILE_MISSING: {
    fr: 'Un fichier de la publication manque.',
    en: 'A file of the publication is missing.',
  },
  PUBLICATION_MANIFEST_ALTERED: {
    fr: 'Le manifeste n’est pas celui qui a été publié.',
    en: 'The manifest is not the one that was published.',
  },
  PUBLICATION_SIGNATURE_WRONG: {
    fr: 'La signature n’est pas celle du manifeste.',
    en: 'The signature is not that of the manifest.',
  },
  PUBLICATION_KEY_UNKNOWN: {
    fr: 'La clé n’est pas de celles auxquelles on se fie.',
    en: 'The key is not one of those that are trusted.',
  },
  PUBLICATION_TABLE_ALTERED: {
    fr: 'Les octets d’une table ne sont pas ceux du manifeste.',
    en: 'The bytes of a table are not those of the manifest.',
  },
  PUBLICATION_ROWS_DIFFER: {
    fr: 'Une table n’a pas le nombre de lignes du manifeste.',
    en: 'A table does not have the number of rows of the manifest.',
  },
  PUBLICATION_CHAIN_BROKEN: {
    fr: 'La chaîne des manifestes est rompue.',
    en: 'The chain of manifests is broken.',
  },
  PUBLICATION_MAP_DIFFERS: {
    fr: 'Le catalogue dessine une académie autrement que quand la publication a été faite.',
    en: 'The catalogue draws an académie otherwise than when the publication was made.',
  },
  PUBLICATION_DEFINITION_DIFFERS: {
    fr: 'Le catalogue n’a plus une définition telle qu’elle a été publiée.',
    en: 'The catalogue no longer has a definition as it was published.',
  },
  PUBLICATION_RECOMPUTED_DIFFERS: {
    fr: 'Recalculée du journal, une table n’a pas les octets publiés.',
    en: 'Computed again from the log, a table does not have the published bytes.',
  },
  LOG_TARGET_NOT_A_PREFIX: {
    fr: 'Le journal de destination n’est pas le début de la source.',
    en: 'The target log is not the beginning of the source.',
  },
  LOG_TARGET_MOVED: {
    fr: 'Quelqu’un d’autre écrit dans le journal de destination.',
    en: 'Somebody else writes to the target log.',
  },
  LOG_COPY_DIFFERS: {
    fr: 'Relue, la copie d’un journal diffère de sa source.',
    en: 'Read back, the copy of a log differs from its source.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type CommandCode = keyof typeof commandCodes;
