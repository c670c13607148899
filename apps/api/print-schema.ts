// Writes the schema to the standard output: `npm run schema` keeps it in schema.graphql.
import { schemaText } from './schema.js';

process.stdout.write(await schemaText());
