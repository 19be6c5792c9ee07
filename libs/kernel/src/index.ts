export { Bell } from './bell.js';
export { type Clock, systemClock } from './clock.js';
export { type Access, decideSection, exceeds, lesser, type Need, type Permission, PERMISSIONS, type Standing } from './devices-section.js';
export { isId, namedId, newId } from './ids.js';
export {
  actionOf,
  beginning,
  type Cell,
  cellOf,
  EMPTY,
  type ImportRow,
  isAdministratorOnly,
  reason,
  type Reason,
  sealedCellPurpose,
  shorten,
  textOf,
  yesOrNo,
} from './import-row.js';
export { type Act, MAY } from './may.js';
export { isDay, momentIn } from './moment.js';
export { codePoints, hasControlCharacters, headerKey, nameKey, trimBlanks } from './names.js';
export { badCursor, decodeCursor, encodeCursor, idOfCursor, type Page } from './page.js';
export { callerOfPrincipal, principalOf, principalOfStarter, type PrincipalFields, type Starter, starterOf } from './principal.js';
export { randomPart } from './random-part.js';
export { notFound, type Refusal, Refused } from './refusal.js';
export { type Caller, type Role, ROLES, type Scope, SYSTEM } from './scope.js';
export { Turns } from './turns.js';
export { within } from './within.js';
