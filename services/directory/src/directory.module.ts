import { Module } from '@nestjs/common';
import { AccountsController } from './accounts/accounts.controller.js';
import { CreateAccount } from './accounts/create-account.js';
import { ChangeCustomer } from './customers/change-customer.js';
import { CreateCustomer } from './customers/create-customer.js';
import { CustomersController } from './customers/customers.controller.js';
import { FirstCredentials } from './demo/first-credentials.js';
import { FindTenants } from './lookup/find-tenants.js';
import { MeController } from './me/me.controller.js';
import { CreateReseller } from './resellers/create-reseller.js';
import { ResellersController } from './resellers/resellers.controller.js';
import { CreateServiceKey } from './service-keys/create-service-key.js';
import { RevokeServiceKey } from './service-keys/revoke-service-key.js';
import { ServiceKeysController } from './service-keys/service-keys.controller.js';
import { CheckSignIn } from './sign-in/credentials/check-sign-in.js';
import { FirstPasswords } from './sign-in/credentials/first-passwords.js';
import { Passwords } from './sign-in/credentials/passwords.js';
import { SecondFactors } from './sign-in/credentials/second-factors.js';
import { OauthEndpoint } from './sign-in/oauth-endpoint.js';
import { SignInPages } from './sign-in/pages/sign-in-pages.js';
import { People } from './sign-in/people.js';
import { SignInFailures } from './sign-in/sign-in-failures.js';
import { SigningKeys } from './sign-in/signing-keys.js';
import { TokenIssuer } from './sign-in/token-issuer.js';
import { CreateSite } from './sites/create-site.js';
import { SitesController } from './sites/sites.controller.js';

@Module({
  controllers: [ResellersController, CustomersController, SitesController, AccountsController, ServiceKeysController, MeController],
  providers: [
    CreateReseller,
    CreateCustomer,
    ChangeCustomer,
    CreateSite,
    CreateAccount,
    CreateServiceKey,
    RevokeServiceKey,
    FindTenants,
    FirstCredentials,
    FirstPasswords,
    SigningKeys,
    SignInFailures,
    TokenIssuer,
    People,
    CheckSignIn,
    Passwords,
    SecondFactors,
    SignInPages,
    OauthEndpoint,
  ],
})
export class DirectoryModule {}
