import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldError } from '../api/problem.js';
import { Icon } from '../look/icon.js';
import { isSecret } from './content.js';
import type { Draft } from './draft.js';
import type { Inherited } from './inherited.js';
import type { Value, Variable } from './profile.js';
import { ValueInput } from './value-input.js';

const VariableDialog = lazy(() => import('./variable-dialog.js'));

interface ValuesPartProps {
  readonly draft: Draft;
  readonly inherited: readonly Inherited[];
  readonly mayChange: boolean;
}

/** The variables that the profile inherits and those that it brings, with the values that it gives them. */
export function ValuesPart({ draft, inherited, mayChange }: ValuesPartProps): React.JSX.Element {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Variable | 'new'>();
  const { variables } = draft.content;
  return (
    <div className="rf-variables">
      <section aria-labelledby="own-variables">
        <div className="rf-part-title">
          <h2 id="own-variables">{t('version.ownVariables')}</h2>
          {mayChange && (
            <Button size="xs" variant="default" leftSection={<Icon name="plus" />} onClick={() => setOpened('new')}>
              {t('version.addVariable')}
            </Button>
          )}
        </div>
        {variables.length === 0 && <p className="rf-dimmed">{t('version.noVariables')}</p>}
        {variables.map((variable) => (
          <div key={variable.name} className="rf-variable">
            <OneValue draft={draft} variable={variable} otherwise={variable.default} said={wordOf(variable.default, t)} mayChange={mayChange} />
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={t(mayChange ? 'version.changeVariable' : 'version.showVariable', { name: variable.name })}
              onClick={() => setOpened(variable)}
            >
              {t(mayChange ? 'action.edit' : 'version.look')}
            </Button>
          </div>
        ))}
      </section>
      {inherited.length > 0 && (
        <section aria-labelledby="inherited-variables">
          <h2 id="inherited-variables">{t('version.inheritedVariables')}</h2>
          {inherited.map(({ variable, value, from }) => (
            <div key={variable.name} className="rf-variable">
              <OneValue
                draft={draft}
                variable={variable}
                otherwise={value}
                said={t('version.from', { ...from, value: wordOf(value, t) })}
                mayChange={mayChange}
              />
            </div>
          ))}
        </section>
      )}
      {opened && (
        <Suspense fallback={null}>
          <VariableDialog draft={draft} variable={opened === 'new' ? undefined : opened} mayChange={mayChange} onClose={() => setOpened(undefined)} />
        </Suspense>
      )}
    </div>
  );
}

interface OneValueProps {
  readonly draft: Draft;
  readonly variable: Variable;
  readonly otherwise: Value | null;
  readonly said: string;
  readonly mayChange: boolean;
}

function OneValue({ draft, variable, otherwise, said, mayChange }: OneValueProps): React.JSX.Element {
  const { name } = variable;
  const { [name]: value, ...others } = draft.content.values;
  return (
    <ValueInput
      variable={variable}
      value={value}
      otherwise={otherwise}
      said={said}
      error={fieldError(draft.error, `values.${name}`)}
      disabled={!mayChange}
      onChange={(next) => draft.change({ values: next === undefined ? others : { ...others, [name]: next } })}
    />
  );
}

/** A value as a person reads it. */
function wordOf(value: Value | null, t: TFunction): string {
  if (value === null) return t('version.noDefault');
  if (isSecret(value)) return t('version.secretSet');
  return t('version.default', { value: typeof value === 'boolean' ? t(value ? 'word.yes' : 'word.no') : String(value) || t('version.empty') });
}
