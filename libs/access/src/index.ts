export { AccessGuard, accessTo, Allow, callerOf, CurrentCaller, Public } from './access.guard.js';
export { type CallerRecord, Callers, isAsTold, revoked, tokenOutdated } from './callers.js';
export { parseClaimMap } from './claim-map.js';
export type { ClaimMap, Issuer, OtherIssuer } from './issuer.js';
export { AUDIENCE, CONSOLE, TokenVerifier } from './token-verifier.js';
