/** A plain row with the fields of a GraphQL type: what resolvers answer with. */
export type RowOf<Model> = { readonly [Field in keyof Model]: Model[Field] };
