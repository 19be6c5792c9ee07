import type { EntitySchema } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg, { type CustomTypesConfig, type Pool } from 'pg';

export type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

export interface OrmOptions {
  readonly entities: readonly EntitySchema[];
  /** In the order in which they are run; a released one is never edited. */
  readonly migrations: readonly { readonly name: string; readonly class: MigrationClass }[];
  /** Connections at most (default 8). */
  readonly poolSize?: number;
}

const { types } = pg;

export const mostConnections = ({ poolSize }: OrmOptions): number => poolSize ?? 8;

/** The ORM, connected lazily, without its own logging. `onPool` is given the pool once it is made. */
export function initOrm(options: OrmOptions, clientUrl: string, onPool: (pool: Pool) => void = () => undefined): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl,
    entities: [...options.entities],
    extensions: [Migrator],
    allowGlobalContext: false,
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: mostConnections(options) },
    driverOptions: {
      onPoolCreated: (pool: TypedPool) => {
        readTimesAsDates(pool);
        onPool(pool);
      },
    },
    migrations: { migrationsList: [...options.migrations], snapshot: false, silent: true, transactional: true, allOrNothing: false },
    logger: () => undefined,
  });
}

type TypedPool = Pool & { readonly options: { readonly types: CustomTypesConfig & Pick<typeof types, 'setTypeParser'> } };

/** The ORM reads times as text and makes them dates itself; plain queries get dates as the driver makes them. */
function readTimesAsDates(pool: TypedPool): void {
  pool.options.types.setTypeParser(types.builtins.TIMESTAMPTZ, types.getTypeParser(types.builtins.TIMESTAMPTZ));
}
