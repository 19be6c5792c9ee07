import { Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldError } from '../api/problem.js';
import { Icon } from '../look/icon.js';
import type { Draft } from './draft.js';
import { type Template, useModels } from './profile.js';
import type { TemplateProblem } from './template-editor.js';

const RemoveTemplate = lazy(() => import('./remove-template.js'));
const TemplateEditor = lazy(() => import('./template-editor.js'));

interface TemplatesPartProps {
  readonly draft: Draft;
  /** Whether there is another profile whose templates it has. */
  readonly inherits: boolean;
  readonly modelIds: readonly string[];
  readonly mayChange: boolean;
  /** Which of the templates is open. */
  readonly at: number;
  readonly onOpen: (at: number) => void;
  readonly problemsOf: (template: Template) => readonly TemplateProblem[];
}

const FORMATS = ['text', 'xml', 'quoted', 'json'] as const;
const NEW: Template = { file: '{mac}.cfg', format: 'text', modelIds: [], text: '' };

/** The templates of the version, of which one is open. */
export function TemplatesPart({ draft, inherits, modelIds, mayChange, at, onOpen, problemsOf }: TemplatesPartProps): React.JSX.Element {
  const { t } = useTranslation();
  const { templates } = draft.content;
  const opened = templates[at];
  const [isRemoving, setRemoving] = useState(false);
  const add = (): void => {
    draft.change({ templates: [...templates, { ...NEW, file: freeName(templates) }] });
    onOpen(templates.length);
  };
  const put = (...changed: readonly Template[]): void => draft.change({ templates: templates.toSpliced(at, 1, ...changed) });
  const remove = (): void => {
    setRemoving(false);
    put();
    onOpen(Math.max(0, at - 1));
  };
  return (
    <section aria-labelledby="templates">
      <div className="rf-part-title">
        <h2 id="templates">{t('version.templates')}</h2>
        {mayChange && (
          <Button size="xs" variant="default" leftSection={<Icon name="plus" />} onClick={add}>
            {t('version.addTemplate')}
          </Button>
        )}
      </div>
      {templates.length === 0 && <p className="rf-dimmed">{t(inherits ? 'version.noTemplates' : 'version.noTemplatesAtAll')}</p>}
      <div className="rf-files" role="group" aria-label={t('version.templates')}>
        {templates.map((template, index) => (
          <button key={index} type="button" className="rf-toggle rf-mono" aria-pressed={index === at} onClick={() => onOpen(index)}>
            {problemsOf(template).length > 0 && <Icon name="cross" label={t('version.hasProblems')} />}
            {template.file}
          </button>
        ))}
      </div>
      {opened && (
        <OneTemplate
          key={at}
          template={opened}
          modelIds={modelIds}
          mayChange={mayChange}
          problems={problemsOf(opened)}
          error={(part) => fieldError(draft.error, `templates[${at}].${part}`) ?? fieldError(draft.error, `templates.${at}.${part}`)}
          onChange={(change) => put({ ...opened, ...change })}
          onRemove={() => setRemoving(true)}
        />
      )}
      <Suspense fallback={null}>{opened && isRemoving && <RemoveTemplate file={opened.file} onRemove={remove} onClose={() => setRemoving(false)} />}</Suspense>
    </section>
  );
}

interface OneTemplateProps {
  readonly template: Template;
  readonly modelIds: readonly string[];
  readonly mayChange: boolean;
  readonly problems: readonly TemplateProblem[];
  readonly error: (part: keyof Template) => string | undefined;
  readonly onChange: (change: Partial<Template>) => void;
  readonly onRemove: () => void;
}

function OneTemplate({ template, modelIds, mayChange, problems, error, onChange, onRemove }: OneTemplateProps): React.JSX.Element {
  const { t } = useTranslation();
  const models = useModels(modelIds);
  const { file, format, text } = template;
  const common = { size: 'xs', disabled: !mayChange } as const;
  return (
    <>
      <div className="rf-template-parts">
        <TextInput
          {...common}
          label={t('version.file')}
          classNames={{ input: 'rf-mono' }}
          value={file}
          error={error('file')}
          onChange={({ currentTarget }) => onChange({ file: currentTarget.value })}
        />
        <NativeSelect
          {...common}
          label={t('version.format')}
          value={format}
          onChange={({ currentTarget }) => onChange({ format: currentTarget.value as Template['format'] })}
        >
          {FORMATS.map((each) => (
            <option key={each} value={each}>
              {t(`version.formats.${each}`)}
            </option>
          ))}
        </NativeSelect>
        <MultiSelect
          {...common}
          label={t('version.forModels')}
          placeholder={template.modelIds.length === 0 ? t('version.allModels') : ''}
          error={error('modelIds')}
          data={(models ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={[...template.modelIds]}
          onChange={(ids) => onChange({ modelIds: ids })}
        />
        {mayChange && (
          <Button size="xs" variant="subtle" color="red" onClick={onRemove}>
            {t('version.removeTemplate')}…
          </Button>
        )}
      </div>
      <Suspense fallback={<div className="rf-editor" aria-busy="true" />}>
        <TemplateEditor
          label={t('version.textOf', { file })}
          text={text}
          readOnly={!mayChange}
          problems={problems}
          onChange={(typed) => onChange({ text: typed })}
        />
      </Suspense>
      <ul className="rf-template-problems" aria-live="polite">
        {[...problems, ...textError(error('text'))].map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            <Icon name="cross" /> {line !== null && <strong>{t('version.line', { line })}</strong>} {message}
          </li>
        ))}
      </ul>
    </>
  );
}

const textError = (message: string | undefined): readonly TemplateProblem[] => (message === undefined ? [] : [{ line: null, message }]);

/** A name that no other has. */
function freeName(templates: readonly Template[]): string {
  const isTaken = (name: string): boolean => templates.some(({ file }) => file === name);
  for (let count = 2, name = NEW.file; ; count += 1) {
    if (!isTaken(name)) return name;
    name = `{mac}-${count}.cfg`;
  }
}
