import type { ConnectRouter } from '@connectrpc/connect';
import type { INestApplicationContext } from '@nestjs/common';
import { TenantLookupService } from '@ringfleet/contracts';
import { FindAccounts } from './find-accounts.js';
import { FindCallers } from './find-callers.js';
import { FindTenants } from './find-tenants.js';

/** The service's queries as Connect routes. */
export const directoryQueries =
  (app: INestApplicationContext) =>
  (router: ConnectRouter): void => {
    router.service(TenantLookupService, {
      findTenants: (request) => app.get(FindTenants).execute(request),
      findAccounts: (request) => app.get(FindAccounts).execute(request),
      findUsers: (request) => app.get(FindCallers).execute(request),
    });
  };
