import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { type FindModelsRequest, type FindModelsResponse, FindModelsResponseSchema, ModelLookupService } from '@ringfleet/contracts';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';

/** Answers other services that are told models by their names or ids. */
@Injectable()
export class FindModels {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute({ nameKeys, ids }: FindModelsRequest): Promise<FindModelsResponse> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const models = await tx.query<{ id: string; nameKey: string }>(
        'select id, name_key as "nameKey" from models where deleted_at is null and (name_key = any($1) or id = any($2::uuid[]))',
        [nameKeys, ids.filter(isId)],
      );
      return create(FindModelsResponseSchema, { models });
    });
  }
}

/** Its Connect route. */
export const modelQueries =
  (findModels: FindModels) =>
  (router: ConnectRouter): void => {
    router.service(ModelLookupService, { findModels: (request) => findModels.execute(request) });
  };
