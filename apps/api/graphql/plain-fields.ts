import { type GraphQLSchema, isObjectType } from 'graphql';

/** The name of the function by which Nest reads a property for every field that has no resolver of its own. */
const propertyReader = 'rootFieldResolver';

/**
 * Makes plain fields plain again: a function that reads a property hides from the compiler that there is
 * nothing to compute. Changes the schema in place: our types give no field a name other than its property's.
 */
export const withPlainFields = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve?.name === propertyReader) delete field.resolve;
    }
  }
  return schema;
};
