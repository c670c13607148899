declare const brand: unique symbol;

/** A value whose type remembers that its parser accepted it. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
