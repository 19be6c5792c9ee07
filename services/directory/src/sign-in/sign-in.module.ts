import { Module } from '@nestjs/common';
import { FirstCredentials } from '../demo/first-credentials.js';
import { CheckSignIn } from './credentials/check-sign-in.js';
import { FirstPasswords } from './credentials/first-passwords.js';
import { Passwords } from './credentials/passwords.js';
import { SecondFactors } from './credentials/second-factors.js';
import { OauthEndpoint } from './oauth-endpoint.js';
import { OwnSignInController } from './own/own-sign-in.controller.js';
import { OwnSignIn } from './own/own-sign-in.js';
import { UsersSignInController } from './own/users-sign-in.controller.js';
import { UsersSignIn } from './own/users-sign-in.js';
import { SignInPages } from './pages/sign-in-pages.js';
import { People } from './people.js';
import { ReplaceSigningKeys } from './replace-signing-keys.js';
import { SignInAudit } from './sign-in-audit.js';
import { SignInFailures } from './sign-in-failures.js';
import { SigningKeys } from './signing-keys.js';
import { TokenIssuer } from './token-issuer.js';

/** How keys and people sign in: the built-in issuer, its pages, and what is signed in with. */
@Module({
  controllers: [OwnSignInController, UsersSignInController],
  providers: [
    FirstCredentials,
    FirstPasswords,
    SigningKeys,
    ReplaceSigningKeys,
    SignInFailures,
    SignInAudit,
    TokenIssuer,
    OauthEndpoint,
    People,
    CheckSignIn,
    Passwords,
    SecondFactors,
    SignInPages,
    OwnSignIn,
    UsersSignIn,
  ],
  exports: [FirstCredentials],
})
export class SignInModule {}
