import type { CampaignRefusal } from '#domain/campaign';
import { type Problem, unreachable } from '#kernel';

import { accessProblem, isAccessRefusal } from './access.problems.js';
import { quote, reasonRequired, refused, text } from './problem.js';

export const campaignUnknown = (campaign: string): Problem =>
  refused('CAMPAIGN_UNKNOWN', {
    field: 'campaign',
    found: quote(campaign),
    message: text(
      `Aucune campagne ne s’appelle « ${quote(campaign)} ».`,
      `No campaign is called "${quote(campaign)}".`,
    ),
    allowed: text(
      'l’identifiant d’une campagne, par exemple etic-1d-2014',
      'the id of a campaign, for example etic-1d-2014',
    ),
    remedy: text(
      'Vérifiez l’identifiant, ou ouvrez d’abord la campagne.',
      'Check the id, or open the campaign first.',
    ),
  });

export const campaignIdMalformed = (campaign: string): Problem =>
  refused('CAMPAIGN_ID_MALFORMED', {
    field: 'campaign',
    found: quote(campaign),
    message: text(
      `« ${quote(campaign)} » ne peut pas nommer une campagne.`,
      `"${quote(campaign)}" cannot name a campaign.`,
    ),
    allowed: text(
      'des minuscules sans accent, des chiffres et des tirets, 60 caractères au plus : etic-1d-2014',
      'lower-case letters, digits and hyphens, at most 60 characters: etic-1d-2014',
    ),
    remedy: text(
      'Laissez vide : l’identifiant vient de l’enquête et de l’année.',
      'Leave it empty: the id follows from the survey and the year.',
    ),
  });

export const dateMalformed = (field: string, found: string): Problem =>
  refused('DATE_MALFORMED', {
    field,
    found: quote(found),
    message: text(`« ${quote(found)} » n’est pas une date.`, `"${quote(found)}" is not a date.`),
    allowed: text('une date AAAA-MM-JJ', 'a date YYYY-MM-DD'),
    remedy: text('Écrivez par exemple 2014-03-03.', 'Write for example 2014-03-03.'),
  });

export const questionnaireUnknown = (
  { survey, year }: { readonly survey: string; readonly year: number },
  known: readonly string[],
): Problem =>
  refused('QUESTIONNAIRE_UNKNOWN', {
    field: 'survey',
    found: `${quote(survey)} ${year}`,
    message: text(
      `Le catalogue n’a pas de questionnaire de l’enquête « ${quote(survey)} » pour ${year}.`,
      `The catalogue has no questionnaire of the survey "${quote(survey)}" for ${year}.`,
    ),
    allowed: text(known.join(', '), known.join(', ')),
    remedy: text(
      'Choisissez une enquête et une année du catalogue, ou ajoutez-y le questionnaire.',
      'Choose a survey and a year of the catalogue, or add the questionnaire to it.',
    ),
  });

export const fieldUnknown = (part: string, found: string, known: readonly string[]): Problem =>
  refused('CAMPAIGN_FIELD_UNKNOWN', {
    field: `field.${part}`,
    found: quote(found),
    message: text(
      `« ${quote(found)} » n’est pas une valeur connue de ${part}.`,
      `"${quote(found)}" is not a known value of ${part}.`,
    ),
    allowed: text(known.join(', '), known.join(', ')),
    remedy: text('Choisissez parmi les valeurs admises.', 'Choose among the allowed values.'),
  });

type Refusal<Kind extends CampaignRefusal['kind']> = Extract<CampaignRefusal, { kind: Kind }>;

const alreadyOpened = ({ campaign }: Refusal<'CampaignAlreadyOpened'>): Problem =>
  refused('CAMPAIGN_ALREADY_OPENED', {
    field: 'campaign',
    found: campaign,
    message: text(
      `La campagne ${campaign} a déjà été ouverte : sa liste d’écoles est figée.`,
      `The campaign ${campaign} has been opened already: its list of schools is frozen.`,
    ),
    allowed: text('un identifiant qui n’a pas servi', 'an id that was never used'),
    remedy: text(
      'Rouvrez-la si elle est close, ou donnez un autre identifiant.',
      'Reopen it if it is closed, or give another id.',
    ),
  });

const alreadyClosed = ({ campaign }: Refusal<'CampaignAlreadyClosed'>): Problem =>
  refused('CAMPAIGN_ALREADY_CLOSED', {
    field: 'campaign',
    found: campaign,
    message: text(
      `La campagne ${campaign} est déjà close.`,
      `The campaign ${campaign} is closed already.`,
    ),
    allowed: text('une campagne ouverte', 'an open campaign'),
    remedy: text('Il n’y a rien à faire.', 'There is nothing to do.'),
  });

const stillOpen = ({ campaign, closesOn }: Refusal<'CampaignStillOpen'>): Problem =>
  refused('CAMPAIGN_STILL_OPEN', {
    field: 'campaign',
    found: campaign,
    message: text(
      `La campagne ${campaign} est encore ouverte, jusqu’au ${closesOn}.`,
      `The campaign ${campaign} is still open, until ${closesOn}.`,
    ),
    allowed: text('une campagne close', 'a closed campaign'),
    remedy: text(
      'Clôturez-la d’abord, puis rouvrez-la avec une autre date.',
      'Close it first, then reopen it with another day.',
    ),
  });

const datesReversed = ({ opensOn, closesOn }: Refusal<'CampaignClosesBeforeItOpens'>): Problem =>
  refused('CAMPAIGN_DATES_REVERSED', {
    field: 'closesOn',
    found: closesOn,
    message: text(
      `La campagne se terminerait le ${closesOn}, avant de commencer le ${opensOn}.`,
      `The campaign would end on ${closesOn}, before it begins on ${opensOn}.`,
    ),
    allowed: text(`une date à partir du ${opensOn}`, `a day from ${opensOn} on`),
    remedy: text('Vérifiez les deux dates.', 'Check both days.'),
  });

const fieldEmpty = ({ considered }: Refusal<'CampaignFieldEmpty'>): Problem =>
  refused('CAMPAIGN_FIELD_EMPTY', {
    field: 'field',
    found: String(considered),
    message: text(
      `Aucune des ${considered} écoles considérées n’est attendue.`,
      `None of the ${considered} schools considered is expected.`,
    ),
    allowed: text('au moins une école ouverte', 'at least one open school'),
    remedy: text(
      'Élargissez le champ, ou importez d’abord l’annuaire des écoles.',
      'Widen the field, or import the directory of schools first.',
    ),
  });

const expectedElsewhere = ({
  schools,
  elsewhere,
}: Refusal<'SchoolsExpectedElsewhere'>): Problem => {
  const [first = '', ...others] = schools;
  const campaigns = elsewhere.join(', ');
  return refused('CAMPAIGN_SCHOOLS_EXPECTED_ELSEWHERE', {
    field: 'field',
    found: others.length === 0 ? first : `${first} + ${others.length}`,
    message: text(
      `${schools.length} école(s) sont déjà attendues cette année-là par ${campaigns} : elles compteraient deux fois.`,
      `${schools.length} school(s) are expected in that year already by ${campaigns}: they would count twice.`,
    ),
    allowed: text(
      'des écoles qu’aucune autre campagne de la même enquête et de la même année n’attend',
      'schools that no other campaign of the same survey and year expects',
    ),
    remedy: text(
      'Restreignez le champ, écartez ces écoles nommément, ou rouvrez l’autre campagne.',
      'Narrow the field, leave these schools out by name, or reopen the other campaign.',
    ),
  });
};

/** Whether the other one expects the same schools is not known here yet. */
export const openedMeanwhile = (campaign: string): Problem =>
  refused('CAMPAIGN_OPENED_MEANWHILE', {
    field: 'campaign',
    found: campaign,
    message: text(
      'Une autre campagne de la même enquête et de la même année s’est ouverte au même moment : rien n’a été enregistré.',
      'Another campaign of the same survey and year was opened at the same time: nothing was recorded.',
    ),
    allowed: text('une ouverture à la fois', 'one opening at a time'),
    remedy: text(
      'Envoyez de nouveau dans quelques secondes : on saura si elles attendent les mêmes écoles.',
      'Send it again in a few seconds: whether both expect the same schools will be known then.',
    ),
  });

/** A refusal of the campaign's rules, told to whoever runs it. */
export const campaignProblem = (refusal: CampaignRefusal): Problem => {
  if (isAccessRefusal(refusal)) return accessProblem(refusal);
  switch (refusal.kind) {
    case 'CampaignUnknown':
      return campaignUnknown(refusal.campaign);
    case 'CampaignAlreadyOpened':
      return alreadyOpened(refusal);
    case 'CampaignAlreadyClosed':
      return alreadyClosed(refusal);
    case 'CampaignStillOpen':
      return stillOpen(refusal);
    case 'CampaignClosesBeforeItOpens':
      return datesReversed(refusal);
    case 'CampaignFieldEmpty':
      return fieldEmpty(refusal);
    case 'SchoolsExpectedElsewhere':
      return expectedElsewhere(refusal);
    case 'ReopeningNeedsReason':
      return reasonRequired(
        text('Rouvrir une campagne demande un motif.', 'Reopening a campaign takes a reason.'),
      );
    default:
      return unreachable(refusal);
  }
};
