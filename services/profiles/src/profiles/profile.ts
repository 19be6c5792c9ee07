import { nameKey } from '@ringfleet/kernel';

/** What its owner decides of a profile beside the versions of its content. */
export interface ProfileSettings {
  readonly name: string;
  /** A profile of the provider that resellers may use. */
  readonly shared: boolean;
  /** The models it is for. */
  readonly modelIds: readonly string[];
  /** The profile that it inherits from. */
  readonly parentId: string | null;
}

export interface NewProfile extends ProfileSettings {
  readonly id: string;
  /** null: the provider's. */
  readonly ownerResellerId: string | null;
}

/** Who took something back, and what was before. */
export interface TakenBack {
  readonly settings: ProfileSettings;
  readonly by: { readonly id: string; readonly name: string };
}

/** A CPE profile (PRV-01). */
export class Profile {
  readonly id: string;
  name: string;
  nameKey: string;
  readonly ownerResellerId: string | null;
  shared: boolean;
  modelIds: readonly string[];
  parentId: string | null;
  /** Number of the version that phones get; null where none was published yet. */
  publishedNumber: number | null = null;
  /** Of the version made last; no number is given twice. */
  lastNumber = 0;
  /** The sequence of its events. */
  version = 1;
  /** null: it is open, and new uses of it are taken (design.md §1). */
  closingSince: Date | null = null;
  closingById: string | null = null;
  closingByName: string | null = null;
  /** null: nothing that devices may rest on was taken back, or it is confirmed (design.md §1). */
  takenBack: TakenBack | null = null;
  takenBackSince: Date | null = null;
  readonly createdAt: Date;
  updatedAt: Date;

  constructor(values: NewProfile, now: Date) {
    this.id = values.id;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.ownerResellerId = values.ownerResellerId;
    this.shared = values.shared;
    this.modelIds = distinct(values.modelIds);
    this.parentId = values.parentId;
    this.createdAt = now;
    this.updatedAt = now;
  }

  settings(): ProfileSettings {
    return { name: this.name, shared: this.shared, modelIds: this.modelIds, parentId: this.parentId };
  }

  /** Names of the settings that differ now. */
  change(settings: ProfileSettings, now: Date): string[] {
    const before = this.settings();
    const after = { ...settings, modelIds: distinct(settings.modelIds) };
    const fields = (Object.keys(after) as (keyof ProfileSettings)[]).filter((field) => !isSame(before[field], after[field]));
    if (fields.length > 0) Object.assign(this, after, { nameKey: nameKey(after.name), version: this.version + 1, updatedAt: now });
    return fields;
  }

  /** What it was before is kept until it is confirmed; until then it is not changed. */
  takeBack(takenBack: TakenBack, now: Date): void {
    Object.assign(this, { takenBack, takenBackSince: now });
  }

  confirm(): void {
    Object.assign(this, { takenBack: null, takenBackSince: null });
  }

  /** Phones get that version from now on. */
  publish(number: number, now: Date): void {
    Object.assign(this, { publishedNumber: number, version: this.version + 1, updatedAt: now });
  }

  /** From now on nothing new may refer to it. */
  close(by: { readonly id: string; readonly name: string }, now: Date): void {
    Object.assign(this, { version: this.version + 1, closingSince: now, closingById: by.id, closingByName: by.name });
  }

  reopen(): void {
    Object.assign(this, { version: this.version + 1, closingSince: null, closingById: null, closingByName: null });
  }
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()))];

/** The same models in another order are the same. */
const isSame = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other) ? one.length === other.length && one.every((each) => other.includes(each)) : one === other;
