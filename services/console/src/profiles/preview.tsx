import { NativeSelect, Select, TextInput } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Page, queryOf } from '../api/api.js';
import type { Named } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import { refusalWords } from '../words/refusal-words.js';
import { PROFILES, useModels, type Version, type WholeProfile } from './profile.js';
import { RenderedFile } from './rendered.js';
import { UnifiedDifference } from './unified-difference.js';

export type Previewed = Schemas['Preview'];

/** For whom: a device, or a made-up phone. */
export interface PreviewOf {
  readonly deviceId?: string;
  readonly modelId?: string;
  readonly lines?: number;
}

/** What phones would get by a version as it is saved; asked again when it is saved again. */
export function usePreview(profileId: string, saved: Version, of: PreviewOf) {
  const path = `${PROFILES}/${profileId}/versions/${saved.number}/preview`;
  return useQuery({
    queryKey: [PROFILES, 'preview', path, saved.version, of],
    queryFn: ({ signal }) => api<Previewed>(path, { method: 'POST', body: of, signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

interface PreviewProps {
  readonly profile: WholeProfile;
  readonly of: PreviewOf;
  readonly onOf: (of: PreviewOf) => void;
  readonly preview: ReturnType<typeof usePreview>;
  /** The file to show, where the phone gets it. */
  readonly file: string | undefined;
}

/** The files of a phone, as it would get them. */
export function Preview({ profile, of, onOf, preview, file }: PreviewProps): React.JSX.Element {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<{ readonly file: string; readonly beside: string | undefined }>();
  const [compared, setCompared] = useState(false);
  const { data, error, refetch } = preview;
  const files = data?.files ?? [];
  const wanted = chosen && chosen.beside === file ? chosen.file : file; // another template was opened since: that one
  const shown = files.find((each) => each.file === wanted) ?? files[0];
  return (
    <section aria-labelledby="preview" aria-busy={preview.isFetching}>
      <div className="rf-part-title">
        <h2 id="preview">{t('version.preview')}</h2>
      </div>
      <div className="rf-template-parts">
        <DevicePicker profile={profile} of={of} onOf={onOf} />
        {of.deviceId === undefined && <MadeUp profile={profile} of={of} onOf={onOf} />}
        {files.length > 1 && (
          <NativeSelect
            size="xs"
            label={t('version.file')}
            value={shown?.file}
            onChange={({ currentTarget }) => setChosen({ file: currentTarget.value, beside: file })}
          >
            {files.map((each) => (
              <option key={each.file}>{each.file}</option>
            ))}
          </NativeSelect>
        )}
      </div>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {data && files.length === 0 && <p className="rf-dimmed">{t('version.noFiles')}</p>}
      {shown?.refusal && <Refusal file={shown} />}
      {shown && shown.text !== null && of.deviceId !== undefined && <LastGiven file={shown} isCompared={compared} onCompare={setCompared} />}
      {shown && shown.text !== null && !(compared && shown.lastGiven) && (
        <RenderedFile label={t('version.rendered', { file: shown.name ?? shown.file })} file={{ ...shown, text: shown.text }} />
      )}
      {shown && shown.profile.id !== profile.id && <p className="rf-meta">{t('version.templateOf', shown.profile)}</p>}
    </section>
  );
}

interface LastGivenProps {
  readonly file: Previewed['files'][number];
  readonly isCompared: boolean;
  readonly onCompare: (isCompared: boolean) => void;
}

/** What the phone got last, and what differs from it. */
function LastGiven({ file: { file, lastGiven }, isCompared, onCompare }: LastGivenProps): React.JSX.Element {
  const { t } = useTranslation();
  if (!lastGiven) return <p className="rf-meta">{t('version.neverGiven')}</p>;
  const { lastAt, profile, difference } = lastGiven;
  return (
    <>
      <p className="rf-meta">
        {t('version.lastGiven', { at: moment(lastAt), ...profile })}{' '}
        <button type="button" className="rf-toggle" aria-pressed={isCompared} onClick={() => onCompare(!isCompared)}>
          {t('version.compare')}
        </button>
      </p>
      {isCompared && difference === null && <p className="rf-dimmed">{t('version.notComparable')}</p>}
      {isCompared && difference === '' && <p className="rf-dimmed">{t('version.noDifference')}</p>}
      {isCompared && difference && <UnifiedDifference label={t('version.differenceOf', { file })} hunks={difference} />}
    </>
  );
}

function Refusal({ file: { refusal } }: { readonly file: Previewed['files'][number] }): React.JSX.Element | null {
  const { t } = useTranslation();
  if (!refusal) return null;
  return (
    <div className="rf-problem">
      <div>
        <strong>{t('version.cannotBeRendered')}</strong>
        <p>
          {refusal.line !== null && t('version.line', { line: refusal.line })} {refusalWords(refusal)}
        </p>
        {refusal.expression && <p className="rf-mono">{refusal.expression}</p>}
      </div>
    </div>
  );
}

const FOUND = 50;

export const madeUpOf = ({ modelIds }: WholeProfile): PreviewOf => ({ modelId: modelIds[0] ?? '' });

type ForWhomProps = Pick<PreviewProps, 'profile' | 'of' | 'onOf'>;

/** Devices that have the profile, by any part of what they are called. */
function DevicePicker({ profile, of, onOf }: ForWhomProps): React.JSX.Element {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 200);
  const [name, setName] = useState('');
  const q = settled === name ? '' : settled;
  const { data } = useQuery({
    queryKey: ['pick', 'devices', profile.id, q],
    queryFn: () => api<Page<Named>>(`devices${queryOf({ profile: profile.id, q, sort: 'name', limit: FOUND })}`),
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []).map((device) => ({ value: device.id, label: device.name }));
  const isListed = found.some(({ value }) => value === of.deviceId);
  return (
    <Select
      size="xs"
      searchable
      clearable
      label={t('version.phone')}
      placeholder={t('version.madeUp')}
      data={of.deviceId === undefined || isListed ? found : [...found, { value: of.deviceId, label: name }]}
      filter={({ options }) => options}
      nothingFoundMessage={t('empty.noMatch')}
      value={of.deviceId ?? null}
      onSearchChange={setText}
      onChange={(id, option) => {
        setName(option?.label ?? '');
        onOf(id === null ? madeUpOf(profile) : { deviceId: id });
      }}
    />
  );
}

function MadeUp({ profile, of, onOf }: ForWhomProps): React.JSX.Element {
  const { t } = useTranslation();
  const models = useModels(profile.modelIds) ?? [];
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('device.model')}
        value={of.modelId ?? ''}
        onChange={({ currentTarget }) => onOf({ ...of, modelId: currentTarget.value })}
      >
        {models.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        size="xs"
        type="number"
        min={0}
        max={1000}
        className="rf-figure-input"
        label={t('version.lines')}
        placeholder={t('version.allLines')}
        value={of.lines ?? ''}
        onChange={({ currentTarget: { valueAsNumber } }) => {
          const { lines: _, ...rest } = of;
          onOf(Number.isSafeInteger(valueAsNumber) && valueAsNumber >= 0 && valueAsNumber <= 1_000 ? { ...rest, lines: valueAsNumber } : rest);
        }}
      />
    </>
  );
}
