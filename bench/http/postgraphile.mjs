// The peer of P4: the same figures, from the same tables, by PostGraphile.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import pg from 'pg';

import { headers, load } from './service.mjs';

const program = fileURLToPath(new URL('postgraphile.process.mjs', import.meta.url));

/** One row for each figure, with what PostgreSQL can say of it: no rounding, no status, no definition. */
const figures = `
create schema bench;
create type bench.figure as (indicator text, school_year text, kind text, code text, numerator numeric,
  denominator numeric, value numeric, used bigint, expected bigint, received bigint, synthetic bigint);
create function bench.figures(indicators text[], kinds text[], codes text[], school_years text[])
returns setof bench.figure language sql stable as $$
  select measure.indicator, round.school_year, cell.kind, cell.code,
    cell.numerators[measure.slot] / 10::numeric ^ measure.numerator_scale,
    cell.denominators[measure.slot] / 10::numeric ^ measure.denominator_scale,
    cell.numerators[measure.slot] / nullif(cell.denominators[measure.slot], 0),
    cell.used[measure.slot], cell.expected, cell.received, cell.synthetic
  from read_model.round
  join read_model.measure on measure.survey = round.survey and measure.indicator = any (indicators)
  join unnest(kinds, codes) as territory (kind, code) on true
  join read_model.cell on cell.campaign = round.campaign and cell.kind = territory.kind
    and cell.code = territory.code and cell.school_type = 'ALL' and cell.sector = 'ALL'
  where round.known_to is null and round.school_year = any (school_years)
$$`;

const query = `query Figures($indicators: [String!]!, $kinds: [String!]!, $codes: [String!]!, $schoolYears: [String!]!) {
  figures(indicators: $indicators, kinds: $kinds, codes: $codes, schoolYears: $schoolYears) { nodes {
    indicator schoolYear kind code numerator denominator value used expected received synthetic } } }`;

const kinds = { DEPARTMENT: 'department', ACADEMY: 'academy' };

const bodyOf = ({ indicators, territories, schoolYears }) =>
  JSON.stringify({
    query,
    variables: {
      indicators: indicators.map((id) => `${id}@1`),
      kinds: territories.map(({ kind }) => kinds[kind]),
      codes: territories.map(({ code }) => code),
      schoolYears,
    },
  });

/** PostGraphile answering the question of `variables`, and how often a second it does. */
export const startPostGraphile = async (databaseUrl, variables) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(figures);
  await client.end();
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    GRAPHILE_ENV: 'production',
    NODE_ENV: 'production',
  };
  const child = fork(program, { env });
  const [{ url }] = await once(child, 'message');
  const body = bodyOf(variables);
  const answer = await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors).slice(0, 2_000));
  console.log(`PostGraphile: ${String(answer.data.figures.nodes.length)} figures`);
  return {
    run: async (seconds) => (await load(url, body, seconds)).perSecond,
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
};
