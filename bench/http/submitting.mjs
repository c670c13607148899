// Submissions as schools send them to the service, one at a time, through GraphQL.
import { questionnaireOfCampaign } from '#catalogue';
import { openEventLog } from '#postgres';

import { openCampaignWith, shippedDefinitions } from '../campaign-log.mjs';

const query = `mutation Submit($input: SubmitResponseInput!) { submitResponse(input: $input) {
  __typename
  ... on Accepted { submissionId position revision contentHash recordedAt effect warnings { code } }
  ... on Refused { problems { code field found message } } } }`;

/** A plausible school: what it says depends on its rank alone. */
export const answersOf = (rank) => ({
  nb_eleves: 80 + (rank % 300),
  nb_enseignants: 4 + (rank % 15),
  nb_classes: 3 + (rank % 12),
  nb_ordinateurs_fixes: 10 + (rank % 40),
  nb_ordinateurs_portables: 2 + (rank % 30),
  nb_tablettes: rank % 20,
  nb_classes_mobiles: rank % 2,
  nb_tbi_tni: rank % 6,
  nb_vpi: rank % 4,
  nb_videoprojecteurs: rank % 8,
  type_acces_internet: 'fibre',
  part_salles_internet: 'toutes',
  filtrage: true,
  charte_usage: 'tous',
  volet_numerique_projet: rank % 2 === 0,
  maintenance: ['collectivite', 'academie'],
});

/** The request of one school, of the first degree. */
export const submissionBody = (campaign, uai, rank) =>
  JSON.stringify({ query, variables: { input: { campaign, uai, answers: answersOf(rank) } } });

/** Whether an answer is a receipt, with the position in the log that it stands for. */
export const isReceipt = (text) => /"__typename":"Accepted".*"position":"\d+"/.test(text);

/** The year of the campaigns that `openCampaigns` opens: they have to be open today. */
export const openYear = new Date().getFullYear();

/** Opens campaigns of the first degree, so that each school answers once in each; answers with their ids. */
export const openCampaigns = async (url, count, respondents) => {
  const log = await openEventLog({ url });
  const definitions = await shippedDefinitions();
  const questionnaire = questionnaireOfCampaign(definitions, 'etic-1d', openYear);
  const ids = Array.from({ length: count }, (_, round) => `etic-1d-round-${String(round)}`);
  for (const campaign of ids) {
    await openCampaignWith(log, { campaign, questionnaire, year: openYear }, respondents);
  }
  await log.close();
  return ids;
};
