// Who may do what with which topic: the one table that access.mjs turns into Kafka's access rules. Each party signs in under its own name.

/** For every system of the carrier that is given the name of a consumer (`--consumer`). */
export const PUBLIC_TOPICS = [
  'directory.tenant.v1',
  'directory.account.v1',
  'directory.user.v1',
  'inventory.device.v1',
  'inventory.model.v1',
  'inventory.custom-field.v1',
  'profiles.profile.v1',
  'device-control.registration.v1',
  'files.import.v1',
  'files.export.v1',
  'inventory.batch.v1',
  'device-control.operation.v1',
  'profiles.fetch.v1',
];

/** Secrets, and rows of files and what became of them: between the two services that say and hear them. */
export const INTERNAL_TOPICS = [
  'directory.account-secret.v1',
  'inventory.device-secret.v1',
  'files.import-rows.v1',
  'inventory.import-outcome.v1',
  'files.tree-rows.v1',
  'directory.import-outcome.v1',
];

/**
 * Secrets of devices and accounts, sealed to profiles, which gives phones their configuration; nobody else may read them, whatever it is. Their rules are set before
 * the topics are there.
 */
export const SECRET_TOPICS = [
  { topic: 'inventory.device-secret.v1', saidBy: 'inventory', heardBy: 'profiles' },
  { topic: 'directory.account-secret.v1', saidBy: 'directory', heardBy: 'profiles' },
];

/** As the services' cards say (services/<name>/src/service.ts); a test compares. */
export const SERVICES = {
  directory: {
    says: ['directory.tenant.v1', 'directory.account.v1', 'directory.user.v1', 'directory.account-secret.v1', 'directory.import-outcome.v1'],
    hears: ['files.tree-rows.v1'],
  },
  inventory: {
    says: [
      'inventory.device.v1',
      'inventory.device-secret.v1',
      'inventory.model.v1',
      'inventory.custom-field.v1',
      'inventory.import-outcome.v1',
      'inventory.batch.v1',
    ],
    hears: [
      'directory.tenant.v1',
      'directory.account.v1',
      'directory.user.v1',
      'profiles.profile.v1',
      'device-control.registration.v1',
      'files.import-rows.v1',
    ],
  },
  profiles: {
    says: ['profiles.profile.v1', 'profiles.fetch.v1'],
    hears: [
      'directory.tenant.v1',
      'directory.user.v1',
      'directory.account.v1',
      'directory.account-secret.v1',
      'inventory.device.v1',
      'inventory.device-secret.v1',
      'inventory.model.v1',
    ],
  },
  files: {
    says: ['files.import.v1', 'files.import-rows.v1', 'files.tree-rows.v1', 'files.export.v1'],
    hears: ['directory.tenant.v1', 'directory.user.v1', 'inventory.import-outcome.v1', 'directory.import-outcome.v1'],
  },
  'device-control': {
    says: ['device-control.registration.v1', 'device-control.operation.v1'],
    hears: ['directory.tenant.v1', 'directory.user.v1', 'directory.account.v1', 'inventory.device.v1', 'inventory.model.v1', 'profiles.fetch.v1'],
  },
  notifications: {
    says: [],
    hears: ['directory.tenant.v1', 'directory.user.v1', 'files.import.v1', 'files.export.v1', 'inventory.batch.v1', 'device-control.operation.v1'],
  },
};

/** Where what a service could not process lies. @param {string} topic */
export const deadTopicOf = (topic) => `${topic}.dead`;
