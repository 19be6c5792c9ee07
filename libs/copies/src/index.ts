export { copyAccounts } from './account-copy.js';
export { type Columns, copyStates, latestStates, type Numbered, numbered, orNull } from './copies.js';
export { copyDevices, type DeviceCopies } from './device-copies.js';
export { DeviceLots } from './device-lots.js';
