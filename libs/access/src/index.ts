export { AccessGuard, Allow, CurrentCaller, Public } from './access.guard.js';
export { AUDIENCE, type Issuer, TokenVerifier } from './token-verifier.js';
