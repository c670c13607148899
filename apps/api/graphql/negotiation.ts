/** The two media types of a GraphQL response (GraphQL over HTTP, section "Media Types"). */
export type MediaType = 'application/graphql-response+json' | 'application/json';

const matches: Readonly<Record<string, MediaType>> = {
  'application/graphql-response+json': 'application/graphql-response+json',
  'application/json': 'application/json',
  'application/*': 'application/graphql-response+json',
  '*/*': 'application/graphql-response+json',
};

type Accepted = { readonly type: MediaType; readonly weight: number };

const acceptedOf = (part: string): readonly Accepted[] => {
  const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const type = matches[range];
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (type === undefined || (charset !== undefined && charset !== 'charset=utf-8')) return [];
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const weight = quality === undefined ? 1 : Number(quality);
  return weight > 0 ? [{ type, weight }] : [];
};

/** The media type to answer in; undefined when `Accept` takes neither. Without `Accept`, the modern one. */
export const negotiate = (accept: string | undefined): MediaType | undefined => {
  if (accept === undefined || accept.trim() === '') return 'application/graphql-response+json';
  if (Object.hasOwn(matches, accept)) return matches[accept];
  const accepted = accept.split(',').flatMap(acceptedOf);
  return accepted.reduce<Accepted | undefined>(
    (best, candidate) => (best === undefined || candidate.weight > best.weight ? candidate : best),
    undefined,
  )?.type;
};
