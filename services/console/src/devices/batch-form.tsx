import { Button, Checkbox } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '../frame/problem-box.js';
import { countOf } from '../list/selection.js';
import { RecordField } from '../records/record-field.js';
import { figure } from '../words/figures.js';
import { askBatch, type AskedBatch, type BatchChange, type BatchPreview, previewBatch, selectOf } from './batch.js';
import { filtersIn } from './device-list.js';
import type { Chosen } from './operate-selected.js';
import { isUsableProfile } from './usable-profile.js';

/** What is chosen in the panel, kept while it is asked. */
export interface BatchChoices {
  readonly assigns: boolean;
  readonly customer: string | null;
  /** Whose customer it is: of another filter it is none. */
  readonly managedBy: string | undefined;
  readonly owned: boolean;
  readonly changesProfiles: boolean;
  /** By device model. */
  readonly profiles: Readonly<Record<string, string>>;
}

export const NO_CHOICES: BatchChoices = { assigns: false, customer: null, managedBy: undefined, owned: false, changesProfiles: false, profiles: {} };

interface BatchFormProps {
  readonly chosen: Chosen;
  readonly matching: number;
  readonly choices: BatchChoices;
  /** It was asked about others than are selected now. */
  readonly wasOutdated: boolean;
  readonly onChoices: (choices: BatchChoices) => void;
  readonly onAsked: (batch: AskedBatch) => void;
}

/** What is to be done with the phones that are ticked; before they are filtered by one "managed by" they can be deleted alone (INV-12). */
export function BatchForm({ chosen, matching, choices, wasOutdated, onChoices, onAsked }: BatchFormProps): React.JSX.Element {
  const { t } = useTranslation();
  const count = countOf(chosen.selection, matching);
  const managedBy = filtersIn(chosen.scope, chosen.address.filters)['managedBy'];
  const isManaged = managedBy !== undefined;
  const { assigns, owned, changesProfiles } = choices;
  const models = useModels(chosen, isManaged && changesProfiles && count > 0);
  const change = changeOf(choices, managedBy, models.data);
  const ask = useMutation({ mutationFn: (wanted: BatchChange) => askBatch(chosen, wanted), onSuccess: onAsked });
  const set = (changed: Partial<BatchChoices>): void => onChoices({ ...choices, ...changed });
  const error = ask.error ?? models.error;
  return (
    <aside className="rf-batch" aria-label={t('batch.title')}>
      <h2>{t('batch.selected', { count, figure: figure(count) })}</h2>
      <p role="status" hidden={!wasOutdated}>
        {wasOutdated && t('batch.outdated')}
      </p>
      {count === 0 && <p className="rf-dimmed">{t('batch.none')}</p>}
      {!isManaged && <p className="rf-meta">{t('batch.filterFirst')}</p>}
      <Checkbox
        size="xs"
        label={t('batch.assign')}
        disabled={!isManaged}
        checked={assigns}
        onChange={(event) => set({ assigns: event.currentTarget.checked })}
      />
      {assigns && isManaged && <CustomerField managedBy={managedBy} choices={choices} onChoices={set} />}
      <Checkbox
        size="xs"
        label={t('batch.owned')}
        description={assigns ? undefined : t('batch.ownedNeeds')}
        disabled={!isManaged || !assigns}
        checked={assigns && owned}
        onChange={(event) => set({ owned: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label={t('batch.profiles')}
        disabled={!isManaged || count === 0}
        checked={changesProfiles}
        onChange={(event) => set({ changesProfiles: event.currentTarget.checked })}
      />
      {changesProfiles && isManaged && <ProfileFields managedBy={managedBy} models={models.data} choices={choices} onChoices={set} />}
      {error && <ProblemBox error={error} />}
      <div className="rf-batch-foot">
        <Button size="xs" disabled={count === 0 || !change} loading={ask.isPending} onClick={() => change && ask.mutate(change)}>
          {t('batch.update', { count, figure: figure(count) })}
        </Button>
        <Button size="xs" variant="outline" color="red" disabled={count === 0 || ask.isPending} onClick={() => ask.mutate({ delete: true })}>
          {t('action.delete')}…
        </Button>
      </div>
    </aside>
  );
}

type Models = BatchPreview['models'];

/** The models of what is ticked, and how many phones have each. */
function useModels(chosen: Chosen, enabled: boolean): { readonly data: Models | undefined; readonly error: Error | null } {
  const select = selectOf(chosen);
  const { data, error } = useQuery({
    queryKey: ['batch-models', select],
    queryFn: async () => (await previewBatch(select, { delete: true })).models,
    enabled,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  return { data: enabled ? data : undefined, error };
}

/** undefined while there is nothing to be done, or a model has no profile yet. */
function changeOf(
  { assigns, customer, managedBy: of, owned, ...rest }: BatchChoices,
  managedBy: string | undefined,
  models: Models = [],
): BatchChange | undefined {
  const profiles = models.flatMap(({ id }) => (rest.profiles[id] === undefined ? [] : [[id, rest.profiles[id]] as const]));
  const lacksProfiles = rest.changesProfiles && (models.length === 0 || profiles.length < models.length);
  if (managedBy === undefined || lacksProfiles || !(assigns || rest.changesProfiles)) return undefined;
  return {
    ...(assigns && { assignTo: of === managedBy ? customer : null }),
    ...(assigns && owned && { customerOwned: true }),
    ...(rest.changesProfiles && { profiles: Object.fromEntries(profiles) }),
  };
}

interface ChoiceProps {
  readonly managedBy: string;
  readonly choices: BatchChoices;
  readonly onChoices: (choices: Partial<BatchChoices>) => void;
}

/** Of a reseller's phones a customer of that reseller; the provider's may be any customer's where they are shared (INV-06). */
function CustomerField({ managedBy, choices, onChoices }: ChoiceProps): React.JSX.Element {
  const { t } = useTranslation();
  const reseller = resellerIn(managedBy);
  return (
    <RecordField
      field={{ name: 'assignTo', kind: 'record', of: 'customers', none: 'batch.nobody', within: () => ({ managedBy: reseller ?? undefined }) }}
      label={t('batch.customer')}
      value={choices.managedBy === managedBy ? choices.customer : null}
      error={undefined}
      disabled={false}
      onChange={(id) => onChoices({ customer: typeof id === 'string' ? id : null, managedBy })}
    />
  );
}

/** A profile for each model that is there (INV-12), of those that its phones may have. */
function ProfileFields({ managedBy, models = [], choices, onChoices }: ChoiceProps & { readonly models: Models | undefined }): React.JSX.Element {
  const manager = resellerIn(managedBy);
  return (
    <>
      {models.map(({ id, name, devices }) => (
        <RecordField
          key={id}
          field={{
            name: 'profile',
            kind: 'record',
            of: 'profiles',
            required: true,
            fits: (profile, _, me) => isUsableProfile(profile, { model: id, manager }, me),
          }}
          label={`${name} (${figure(devices)})`}
          value={choices.profiles[id]}
          error={undefined}
          disabled={false}
          onChange={(profile) => typeof profile === 'string' && onChoices({ profiles: { ...choices.profiles, [id]: profile } })}
        />
      ))}
    </>
  );
}

/** null: the provider itself, `administrator` in the filter. */
const resellerIn = (managedBy: string): string | null => (managedBy === 'administrator' || managedBy === 'none' ? null : managedBy);
