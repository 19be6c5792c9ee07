import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { type Content, contentOf, isSecret, isSame } from './content.js';
import { LinesDifference } from './lines-difference.js';
import { PROFILES, type Template, type Value, type Variable, type Version, type VersionSummary } from './profile.js';

interface DifferencePartProps {
  readonly profileId: string;
  readonly number: number;
  readonly content: Content;
  readonly others: readonly VersionSummary[];
}

/** What this version says otherwise than another: of the one that phones get, until one chooses. */
export default function DifferencePart({ profileId, number, content, others }: DifferencePartProps): React.JSX.Element {
  const { t } = useTranslation();
  const first = others.find(({ state }) => state === 'published') ?? others.find((one) => one.number < number) ?? others[0];
  const [chosen, setChosen] = useState(first?.number);
  const { data, error, refetch } = useQuery({
    queryKey: [PROFILES, 'one', profileId, 'versions', chosen],
    queryFn: () => api<Version>(`${PROFILES}/${profileId}/versions/${chosen}`),
    enabled: chosen !== undefined,
  });
  if (chosen === undefined) return <p className="rf-dimmed">{t('version.noOther')}</p>;
  return (
    <>
      <NativeSelect
        size="xs"
        className="rf-narrow-input"
        label={t('version.against')}
        value={chosen}
        onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
      >
        {others.map((other) => (
          <option key={other.number} value={other.number}>
            {[t('version.numbered', { number: other.number }), t(`version.states.${other.state}`), other.note].filter(Boolean).join(' · ')}
          </option>
        ))}
      </NativeSelect>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {data && <Differences before={contentOf(data)} after={content} />}
    </>
  );
}

function Differences({ before, after }: { readonly before: Content; readonly after: Content }): React.JSX.Element {
  const { t } = useTranslation();
  if (isSame({ ...before, note: '' }, { ...after, note: '' })) return <p className="rf-dimmed">{t('version.noDifference')}</p>;
  const [were, are] = [textsOf(before), textsOf(after)];
  const files = [...new Set([...were.keys(), ...are.keys()])].filter((name) => were.get(name) !== are.get(name));
  return (
    <>
      <FactsDifference before={factsOf(before, t)} after={factsOf(after, t)} />
      {files.map((name) => (
        <section key={name} aria-label={name}>
          <h2 className="rf-mono">{name}</h2>
          <LinesDifference label={t('version.differenceOf', { file: name })} before={were.get(name) ?? ''} after={are.get(name) ?? ''} />
        </section>
      ))}
    </>
  );
}

type Facts = ReadonlyMap<string, string>;

function FactsDifference({ before, after }: { readonly before: Facts; readonly after: Facts }): React.JSX.Element | null {
  const { t } = useTranslation();
  const names = [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
  if (names.length === 0) return null;
  return (
    <div className="rf-sideways" tabIndex={0} role="region" aria-label={t('version.variables')}>
      <table className="rf-table rf-table-wide rf-table-tall">
        <thead>
          <tr>
            {['variables', 'before', 'after'].map((name) => (
              <th key={name} scope="col">
                {t(`version.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row" className="rf-mono">
                {name}
              </th>
              <td>{before.get(name) ?? t('word.none')}</td>
              <td>{after.get(name) ?? t('word.none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const nameOf = ({ file, format, modelIds }: Template): string => [file, format, modelIds.length > 0 && `(${modelIds.length})`].filter(Boolean).join(' ');

const textsOf = ({ templates }: Content): ReadonlyMap<string, string> => new Map(templates.map((template) => [nameOf(template), template.text]));

/** Variables and values by their names, each as a text. */
const factsOf = ({ variables, values }: Content, t: TFunction): Facts =>
  new Map([
    ...variables.map((variable) => [variable.name, limitsOf(variable, t)] as const),
    ...Object.entries(values).map(([name, value]) => [`${name} =`, wordOf(value, t)] as const),
  ]);

const limitsOf = ({ type, label, default: standard, min, max, maxLength, choices }: Variable, t: TFunction): string =>
  [
    t(`variable.types.${type}`),
    label,
    standard !== null && t('version.default', { value: String(standard) }),
    min !== null && `≥ ${min}`,
    max !== null && `≤ ${max}`,
    maxLength !== null && t('variable.atMost', { figure: maxLength }),
    choices.join(', '),
  ]
    .filter(Boolean)
    .join(' · ');

const wordOf = (value: Value, t: TFunction): string => (isSecret(value) ? t('version.secretSet') : String(value) || t('version.empty'));
