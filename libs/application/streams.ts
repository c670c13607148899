/** The one place that builds and takes apart the names of streams. */
export type StreamName =
  | { readonly category: 'school'; readonly uai: string }
  | { readonly category: 'campaign'; readonly campaign: string }
  | { readonly category: 'response'; readonly campaign: string; readonly uai: string }
  | { readonly category: 'publication'; readonly series: string }
  | { readonly category: 'definitions' }
  | { readonly category: 'projection'; readonly projection: string };

export const schoolStream = (uai: string): string => `school-${uai}`;

export const campaignStream = (campaign: string): string => `campaign-${campaign}`;

export const responseStream = (campaign: string, uai: string): string =>
  `response-${campaign}.${uai}`;

/** There is one catalogue: its adoptions are one stream. */
export const definitionsStream = 'definitions-catalogue';

export const publicationStream = (series: string): string => `publication-${series}`;

export const projectionStream = (projection: string): string => `projection-${projection}`;

const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longestCampaign = 60;

/** Whether a text may name a campaign: `etic-1d-2014`. */
export const isCampaignId = (text: string): boolean =>
  text.length <= longestCampaign && slug.test(text);

const responseName = (name: string): StreamName | undefined => {
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1
    ? { category: 'response', campaign: name.slice(0, dot), uai: name.slice(dot + 1) }
    : undefined;
};

/** What a stream is about; undefined for a name that none of the above has built. */
export const parseStream = (stream: string): StreamName | undefined => {
  const dash = stream.indexOf('-');
  const name = stream.slice(dash + 1);
  if (dash < 0 || name === '') return undefined;
  switch (stream.slice(0, dash)) {
    case 'school':
      return { category: 'school', uai: name };
    case 'campaign':
      return { category: 'campaign', campaign: name };
    case 'response':
      return responseName(name);
    case 'publication':
      return { category: 'publication', series: name };
    case 'definitions':
      return stream === definitionsStream ? { category: 'definitions' } : undefined;
    case 'projection':
      return { category: 'projection', projection: name };
    default:
      return undefined;
  }
};

/** The category alone, of any stream: what a reader of the whole log chooses by. */
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
