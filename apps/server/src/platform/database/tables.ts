import type { ColumnType } from 'kysely';

/** All tables by name. Each module adds its own by declaration merging in its `*.tables.ts`, and touches no others. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Tables {}

/** Written by the database alone. */
export type Computed<Type> = ColumnType<Type, never, never>;
/** Has a default: may be left out of an insert. */
export type Defaulted<Type> = ColumnType<Type, Type | undefined, Type>;
