import type { Deletable } from '../records/deletable.js';
import { TO_CHANGE } from '../records/found.js';
import { siteChanged, siteDeleted, siteState } from './site.events.js';
import { Site } from './site.js';

export const siteDeletion: Deletable<Site> = {
  what: 'site',
  table: 'sites',
  referring: { accounts: 'site_id = $1' },
  find: (tx, id) => tx.em.findOne(Site, { id }, TO_CHANGE),
  stateOf: (site) => ({ tenant: siteState(site) }),
  changed: (...change) => [siteChanged(...change)],
  deleted: siteDeleted,
};
