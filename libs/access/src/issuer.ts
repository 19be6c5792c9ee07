import type { Role } from '@ringfleet/kernel';

/** The built-in issuer of tokens, and beside it another one where there is one. */
export interface Issuer {
  /** As the `iss` claim says it. */
  readonly issuer: string;
  /** Where its public keys are; of an issuer with several instances each one's, asked in turn until one answers. */
  readonly jwksUrl: string | readonly string[];
  /** Whose tokens are taken too. */
  readonly other?: OtherIssuer | undefined;
}

/** Any OpenID Connect provider (DIR-10). Its keys are found by its discovery document. */
export interface OtherIssuer {
  readonly issuer: string;
  /** What its tokens are made for, as the `aud` claim says it. */
  readonly audience: string;
  /** How people's browsers are known to it. */
  readonly clientId: string;
  readonly claims: ClaimMap;
}

/** Which of its claims say who is calling; `realm_access.roles` is a claim within a claim. */
export interface ClaimMap {
  readonly name: string;
  /** A text, or a list of which the role that may do most counts. */
  readonly role: string;
  /** Its words for our roles; none: they are ours. */
  readonly roles?: Readonly<Record<string, Role>>;
  /** The reseller's id. */
  readonly reseller: string;
  /** The customer's id. */
  readonly customer: string;
}
