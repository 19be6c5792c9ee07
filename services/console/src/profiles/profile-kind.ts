import type { RecordKind } from '../records/record-kind.js';
import { PROFILES } from './profile.js';

/** What is decided of a profile beside its versions: it holds at once. */
export const PROFILE_KIND: RecordKind = {
  key: PROFILES,
  words: 'profile',
  fields: [
    { name: 'name', kind: 'text', required: true },
    { name: 'modelIds', kind: 'records', of: 'models', required: true },
    { name: 'parentId', kind: 'record', of: PROFILES, from: ({ parentId }) => parentId, none: 'profile.noParent' },
    { name: 'shared', kind: 'switch', shown: ({ role }, _, record) => role === 'administrator' && !record?.['ownerResellerId'] },
  ],
};
