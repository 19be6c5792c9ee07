import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { useInherited } from './inherited.js';
import { PROFILES, type Version, type VersionSummary, type WholeProfile } from './profile.js';

type Starter = Schemas['StarterView'];

interface NewDraftProps {
  readonly profile: WholeProfile;
  readonly versions: readonly VersionSummary[];
  readonly onClose: () => void;
}

const EMPTY = 'empty';

/** A draft begins with another version, with what we know of a vendor, or with nothing. */
export default function NewDraft({ profile, versions, onClose }: NewDraftProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID()); // a second click makes no second draft
  const { data, error } = useQuery({
    queryKey: [PROFILES, 'starters'],
    queryFn: () => api<{ items: readonly Starter[] }>(`${PROFILES}/starters`),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const inherited = useInherited(profile.parentId);
  const starters = data?.items ?? [];
  const fitting = starters.find(({ modelIds }) => modelIds.some((id) => profile.modelIds.includes(id)));
  const first = versions.find(({ state }) => state === 'published') ?? versions[0];
  const [chosen, setChosen] = useState<string>();
  const from = chosen ?? (first ? `${first.number}` : (fitting?.vendor ?? EMPTY));
  const [note, setNote] = useState('');
  const add = useMutation({
    mutationFn: () => {
      const starter = starters.find(({ vendor }) => vendor === from);
      const content = starter ? contentFrom(starter, inherited?.map(({ variable: { name } }) => name) ?? []) : from === EMPTY ? {} : { basedOn: Number(from) };
      return api<Version>(`${PROFILES}/${profile.id}/versions`, { method: 'POST', body: { ...content, note }, idempotencyKey: key });
    },
    onSuccess: async ({ number }) => {
      await queries.invalidateQueries({ queryKey: [PROFILES] });
      void navigate(`/profiles/${profile.id}/versions/${number}`);
    },
  });
  return (
    <Dialog title={t('version.startDraft')} size={480} onClose={onClose}>
      <form
        className="rf-form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <NativeSelect label={t('version.beginWith')} value={from} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
          {versions.length > 0 && (
            <optgroup label={t('version.versions')}>
              {versions.map(({ number, state, note: of }) => (
                <option key={number} value={number}>
                  {[t('version.numbered', { number }), t(`version.states.${state}`), of].filter(Boolean).join(' · ')}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label={t('version.starters')}>
            {starters.map(({ vendor }) => (
              <option key={vendor}>{vendor}</option>
            ))}
          </optgroup>
          <option value={EMPTY}>{t('version.nothing')}</option>
        </NativeSelect>
        {starters.some(({ vendor }) => vendor === from) && <p className="rf-meta">{t('version.starterHelp')}</p>}
        <TextInput label={t('version.note')} maxLength={200} autoComplete="off" value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
        {error && <ProblemBox error={error} />}
        {add.error && <ProblemBox error={add.error} />}
        <div className="rf-dialog-foot">
          <Button type="submit" loading={add.isPending} disabled={!inherited || !data}>
            {t('version.startDraft')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the profile inherits already is not brought a second time. */
const contentFrom = ({ variables, templates }: Starter, inherited: readonly string[]): Pick<Starter, 'variables' | 'templates'> => ({
  variables: variables.filter(({ name }) => !inherited.includes(name)),
  templates,
});
