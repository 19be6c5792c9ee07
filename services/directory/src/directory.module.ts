import { Module } from '@nestjs/common';
import { Callers } from '@ringfleet/access';
import { OncePerKey } from '@ringfleet/service-kit';
import { AccountsController } from './accounts/accounts.controller.js';
import { ChangeAccount } from './accounts/change-account.js';
import { CreateAccount } from './accounts/create-account.js';
import { AuditController } from './audit/audit.controller.js';
import { ChangeCustomer } from './customers/change-customer.js';
import { CreateCustomer } from './customers/create-customer.js';
import { CustomersController } from './customers/customers.controller.js';
import { ApplyTreeChunk } from './imports/apply-tree-chunk.js';
import { JudgeTreeChunk } from './imports/judge-tree-chunk.js';
import { LoadTree } from './imports/load-tree.js';
import { OnTreeRowsSent } from './imports/on-tree-rows-sent.js';
import { FindAccounts } from './lookup/find-accounts.js';
import { FindCallers } from './lookup/find-callers.js';
import { FindTenants } from './lookup/find-tenants.js';
import { MeController } from './me/me.controller.js';
import { KeepPreferences } from './preferences/keep-preferences.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { ChangeProvider } from './provider/change-provider.js';
import { ProviderController } from './provider/provider.controller.js';
import { Deletion } from './records/deletion.js';
import { FinishDeletions } from './records/finish-deletions.js';
import { Uses } from './records/uses.js';
import { ChangeReseller } from './resellers/change-reseller.js';
import { CreateReseller } from './resellers/create-reseller.js';
import { ResellersController } from './resellers/resellers.controller.js';
import { CreateServiceKey } from './service-keys/create-service-key.js';
import { RevokeServiceKey } from './service-keys/revoke-service-key.js';
import { RotateServiceKey } from './service-keys/rotate-service-key.js';
import { ServiceKeysController } from './service-keys/service-keys.controller.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { ChangeSite } from './sites/change-site.js';
import { CreateSite } from './sites/create-site.js';
import { Models } from './sites/models.js';
import { SitesController } from './sites/sites.controller.js';
import { ChangeUser } from './users/change-user.js';
import { CreateUser } from './users/create-user.js';
import { DeleteUser } from './users/delete-user.js';
import { FollowClaims } from './users/follow-claims.js';
import { KnownCallers } from './users/known-callers.js';
import { UsersController } from './users/users.controller.js';

@Module({
  imports: [SignInModule],
  controllers: [
    ProviderController,
    ResellersController,
    CustomersController,
    SitesController,
    AccountsController,
    UsersController,
    ServiceKeysController,
    AuditController,
    MeController,
    PreferencesController,
    OnTreeRowsSent,
  ],
  providers: [
    OncePerKey,
    Uses,
    Deletion,
    FinishDeletions,
    ChangeProvider,
    CreateReseller,
    ChangeReseller,
    CreateCustomer,
    ChangeCustomer,
    CreateSite,
    Models,
    ChangeSite,
    CreateAccount,
    ChangeAccount,
    CreateUser,
    ChangeUser,
    DeleteUser,
    FollowClaims,
    CreateServiceKey,
    RotateServiceKey,
    RevokeServiceKey,
    KeepPreferences,
    FindTenants,
    LoadTree,
    JudgeTreeChunk,
    ApplyTreeChunk,
    FindAccounts,
    FindCallers,
    { provide: Callers, useClass: KnownCallers },
  ],
  exports: [Callers],
})
export class DirectoryModule {}
