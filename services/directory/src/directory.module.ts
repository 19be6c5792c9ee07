import { Module } from '@nestjs/common';
import { AccountsController } from './accounts/accounts.controller.js';
import { CreateAccount } from './accounts/create-account.js';
import { ChangeCustomer } from './customers/change-customer.js';
import { CreateCustomer } from './customers/create-customer.js';
import { CustomersController } from './customers/customers.controller.js';
import { FindTenants } from './lookup/find-tenants.js';
import { MeController } from './me/me.controller.js';
import { CreateReseller } from './resellers/create-reseller.js';
import { ResellersController } from './resellers/resellers.controller.js';
import { CreateServiceKey } from './service-keys/create-service-key.js';
import { RevokeServiceKey } from './service-keys/revoke-service-key.js';
import { ServiceKeysController } from './service-keys/service-keys.controller.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { CreateSite } from './sites/create-site.js';
import { SitesController } from './sites/sites.controller.js';

@Module({
  imports: [SignInModule],
  controllers: [ResellersController, CustomersController, SitesController, AccountsController, ServiceKeysController, MeController],
  providers: [CreateReseller, CreateCustomer, ChangeCustomer, CreateSite, CreateAccount, CreateServiceKey, RevokeServiceKey, FindTenants],
})
export class DirectoryModule {}
