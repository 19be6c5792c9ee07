import { Button, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldError } from '../api/problem.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { Draft } from './draft.js';
import type { Value, Variable } from './profile.js';
import { Default, type Part, type Typed, wholeNumber } from './variable-default.js';

interface VariableDialogProps {
  readonly draft: Draft;
  /** Absent for a new one. */
  readonly variable: Variable | undefined;
  readonly mayChange: boolean;
  readonly onClose: () => void;
}

const TYPES = ['string', 'integer', 'boolean', 'choice', 'secret'] as const;
const textOf = (value: string | number | boolean | null | undefined): string => (value === null || value === undefined ? '' : String(value));
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

const typedOf = (variable: Variable | undefined): Typed => ({
  name: variable?.name ?? '',
  label: textOf(variable?.label),
  type: variable?.type ?? 'string',
  default: variable?.default === undefined || variable.default === null ? null : String(variable.default),
  min: textOf(variable?.min),
  max: textOf(variable?.max),
  maxLength: textOf(variable?.maxLength),
  choices: variable?.choices ?? [],
});

/** Of what does not belong to its type nothing is kept. */
function variableOf({ name, label, type, default: standard, min, max, maxLength, choices }: Typed): Variable {
  const isText = type === 'string' || type === 'secret';
  const defaultOf = { string: standard, choice: standard, integer: Number(standard), boolean: standard === 'true', secret: null }[type];
  return {
    name: name.trim(),
    label: label.trim() || null,
    type,
    default: standard === null || (standard === '' && type !== 'string') ? null : defaultOf,
    min: type === 'integer' ? numberOf(min) : null,
    max: type === 'integer' ? numberOf(max) : null,
    maxLength: isText ? numberOf(maxLength) : null,
    choices: type === 'choice' ? choices : [],
  };
}

/** A variable that the profile brings. It is saved as a whole, so that a half of its name is never its name. */
export default function VariableDialog({ draft, variable, mayChange, onClose }: VariableDialogProps): React.JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() => typedOf(variable));
  const { variables, values } = draft.content;
  const at = variable ? variables.indexOf(variable) : variables.length;
  const save = useMutation({ mutationFn: (part: Parameters<Draft['save']>[0]) => draft.save(part), onSuccess: onClose });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = variableOf(typed);
    save.mutate({ variables: variables.toSpliced(at, 1, next), values: renamed(values, variable, next) });
  };
  const remove = (): void => {
    const { [variable?.name ?? '']: _, ...others } = values;
    save.mutate({ variables: variables.toSpliced(at, 1), values: others });
  };
  const part = (name: keyof Typed): Part => ({
    label: t(`variable.${name}`),
    error: fieldError(save.error, `variables[${at}].${name}`) ?? fieldError(save.error, `variables.${at}.${name}`),
    disabled: !mayChange,
  });
  return (
    <Dialog title={variable ? variable.name : t('version.addVariable')} size={480} onClose={onClose}>
      <form className="rf-form" onSubmit={submit}>
        <Parts typed={typed} part={part} onChange={(change) => setTyped({ ...typed, ...change })} />
        {save.error && <ProblemBox error={save.error} />}
        {mayChange && (
          <div className="rf-dialog-foot">
            {variable && (
              <Button variant="outline" color="red" disabled={save.isPending} onClick={remove}>
                {t('version.removeVariable')}
              </Button>
            )}
            <Button type="submit" loading={save.isPending} disabled={draft.state === 'saving'}>
              {t('version.saveVariable')}
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

interface PartsProps {
  readonly typed: Typed;
  readonly part: (name: keyof Typed) => Part;
  readonly onChange: (change: Partial<Typed>) => void;
}

function Parts({ typed, part, onChange }: PartsProps): React.JSX.Element {
  const { t } = useTranslation();
  const { type } = typed;
  const text = (name: Exclude<keyof Typed, 'type' | 'choices' | 'default'>): React.JSX.Element => (
    <TextInput
      key={name}
      {...part(name)}
      {...(name !== 'label' && wholeNumber(t))}
      autoComplete="off"
      value={typed[name]}
      onChange={({ currentTarget }) => onChange({ [name]: currentTarget.value })}
    />
  );
  const isText = type === 'string' || type === 'secret';
  return (
    <>
      <TextInput
        {...part('name')}
        required
        data-autofocus
        classNames={{ input: 'rf-mono' }}
        description={t('variable.nameHelp')}
        pattern="[a-z][a-z0-9_]{0,39}"
        title={t('variable.nameHelp')}
        autoComplete="off"
        value={typed.name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      {text('label')}
      <NativeSelect {...part('type')} value={type} onChange={({ currentTarget }) => onChange({ type: currentTarget.value as Variable['type'] })}>
        {TYPES.map((each) => (
          <option key={each} value={each}>
            {t(`variable.types.${each}`)}
          </option>
        ))}
      </NativeSelect>
      {type === 'choice' && (
        <TagsInput {...part('choices')} description={t('fieldHelp.choices')} value={[...typed.choices]} onChange={(choices) => onChange({ choices })} />
      )}
      {type === 'integer' && [text('min'), text('max')]}
      {isText && text('maxLength')}
      {type !== 'secret' && <Default typed={typed} part={part('default')} onChange={(standard) => onChange({ default: standard })} />}
    </>
  );
}

/** Its value goes with its name. */
function renamed(values: Draft['content']['values'], before: Variable | undefined, after: Variable): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name === before?.name ? after.name : name, value]));
}
