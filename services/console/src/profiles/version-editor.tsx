import { Button, Tabs, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useMe } from '../api/me.js';
import { isOf, Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Title } from '../frame/title.js';
import { refusalWords } from '../words/refusal-words.js';
import { DraftConflict } from './draft-conflict.js';
import { DraftLeft } from './draft-left.js';
import { type Draft, isOutdated, useDraft } from './draft.js';
import type { Inherited } from './inherited.js';
import { madeUpOf, Preview, type PreviewOf, usePreview } from './preview.js';
import { mayChangeProfile, type Template, type Version, type WholeProfile } from './profile.js';
import type { FailedTemplate } from './publish-version.js';
import { SavedSign } from './saved-sign.js';
import type { TemplateProblem } from './template-editor.js';
import { TemplatesPart } from './templates-part.js';
import { ValuesPart } from './values-part.js';
import { useVersions } from './versions.js';
import { VersionBy, VersionState } from './version-words.js';

const DifferencePart = lazy(() => import('./difference-part.js'));
const PublishVersion = lazy(() => import('./publish-version.js'));
const DiscardDraft = lazy(() => import('./discard-draft.js'));
const NONE: readonly FailedTemplate[] = [];
const PARTS = ['templates', 'variables', 'difference'] as const;

interface VersionEditorProps {
  readonly profile: WholeProfile;
  readonly version: Version;
  readonly inherited: readonly Inherited[];
  /** Somebody discarded the draft. */
  readonly isGone: boolean;
}

/** Everything that a version says, beside what phones would get by it. */
export function VersionEditor({ profile, version, inherited, isGone }: VersionEditorProps): React.JSX.Element {
  const { t } = useTranslation();
  const mayPublish = mayChangeProfile(useMe(), profile);
  const mayChange = mayPublish && version.state === 'draft';
  const secrets = inherited.filter(({ variable }) => variable.type === 'secret').map(({ variable: { name } }) => name);
  const draft = useDraft({ profileId: profile.id, version, isGone, secrets });
  const [tried, setTried] = useState<{ readonly version: number; readonly failed: readonly FailedTemplate[] }>();
  const failed = tried?.version === draft.saved.version ? tried.failed : NONE; // what was changed since may be right
  return (
    <>
      <VersionTitle
        profile={profile}
        draft={draft}
        mayPublish={mayPublish}
        isGone={isGone}
        onFailed={(found) => setTried({ version: draft.saved.version, failed: found })}
      />
      {mayChange && (
        <TextInput
          size="xs"
          className="rf-note"
          label={t('version.note')}
          maxLength={200}
          autoComplete="off"
          value={draft.content.note}
          onChange={({ currentTarget }) => draft.change({ note: currentTarget.value })}
        />
      )}
      {!mayChange && version.note && <p>{version.note}</p>}
      {mayPublish && draft.left && <DraftLeft profileId={profile.id} draft={draft} isGone={isGone} />}
      {isOutdated(draft.error) && <DraftConflict profileId={profile.id} draft={draft} />}
      {!isGone && !isOutdated(draft.error) && <Refused draft={draft} inherited={inherited} />}
      <VersionParts profile={profile} draft={draft} inherited={inherited} mayChange={mayChange} failed={failed} />
    </>
  );
}

/** What is wrong besides what is said beside a field. */
function Refused({ draft, inherited }: { readonly draft: Draft; readonly inherited: readonly Inherited[] }): React.JSX.Element | null {
  const { error, content } = draft;
  if (!error) return null;
  const values = [...content.variables, ...inherited.map(({ variable }) => variable)].map(({ name }) => `values.${name}`);
  const files = content.templates.map((_, at) => `templates[${at}]`);
  const isBeside = error instanceof Problem && error.document.errors?.every(({ field }) => values.some((name) => isOf(name, field)));
  return isBeside ? null : <ProblemBox error={error} besides={[...values, ...files]} retry={draft.again} />;
}

interface VersionTitleProps {
  readonly profile: WholeProfile;
  readonly draft: Draft;
  readonly mayPublish: boolean;
  readonly isGone: boolean;
  readonly onFailed: (failed: readonly FailedTemplate[]) => void;
}

function VersionTitle({ profile, draft, mayPublish, isGone, onFailed }: VersionTitleProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'publish' | 'discard'>();
  const { saved, state } = draft;
  const isDraft = saved.state === 'draft';
  const close = (): void => setAsked(undefined);
  return (
    <div className="rf-title">
      <Title>{t('version.titled', { name: profile.name, number: saved.number })}</Title>
      <VersionState state={saved.state} />
      <VersionBy version={saved} />
      {mayPublish && isDraft && <SavedSign state={isGone ? 'refused' : state} />}
      {mayPublish && !isGone && saved.state !== 'published' && (
        <Button size="xs" disabled={state !== 'saved'} onClick={() => setAsked('publish')}>
          {t(isDraft ? 'publish.open' : 'publish.openAgain')}
        </Button>
      )}
      {mayPublish && !isGone && isDraft && (
        <Button size="xs" variant="default" onClick={() => setAsked('discard')}>
          {t('version.discard')}
        </Button>
      )}
      <Suspense fallback={null}>
        {asked === 'publish' && <PublishVersion profile={profile} version={saved} onFailed={onFailed} onClose={close} />}
        {asked === 'discard' && <DiscardDraft profileId={profile.id} version={saved} onDone={() => void navigate(`/profiles/${profile.id}`)} onClose={close} />}
      </Suspense>
    </div>
  );
}

interface VersionPartsProps {
  readonly profile: WholeProfile;
  readonly draft: Draft;
  readonly inherited: readonly Inherited[];
  readonly mayChange: boolean;
  readonly failed: readonly FailedTemplate[];
}

function VersionParts({ profile, draft, inherited, mayChange, failed }: VersionPartsProps): React.JSX.Element {
  const { t } = useTranslation();
  const { part = 'templates' } = useParams();
  const navigate = useNavigate();
  const [at, setAt] = useState(0);
  const [of, setOf] = useState<PreviewOf>(() => madeUpOf(profile));
  const preview = usePreview(profile.id, draft.saved, of);
  const versions = useVersions(profile.id);
  const { content, saved } = draft;
  const problemsOf = (template: Template): readonly TemplateProblem[] => {
    const shown = preview.data?.files.find(({ file, profile: by }) => file === template.file && by.id === profile.id)?.refusal;
    const others = failed.filter(({ file, line }) => file === template.file && !(shown && shown.line === line));
    return [...(shown ? [{ line: shown.line, message: refusalWords(shown) }] : []), ...others];
  };
  const openPart = (next: string | null): void => void navigate(`/profiles/${profile.id}/versions/${saved.number}/${next}`, { replace: true });
  return (
    <Tabs value={PARTS.some((each) => each === part) ? part : 'templates'} onChange={openPart} keepMounted={false}>
      <Tabs.List>
        {PARTS.map((each) => (
          <Tabs.Tab key={each} value={each}>
            {t(`version.part.${each}`, { templates: content.templates.length, variables: content.variables.length + inherited.length })}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="difference">
        <Suspense fallback={null}>
          {versions.data && (
            <DifferencePart
              profileId={profile.id}
              number={saved.number}
              content={content}
              others={versions.data.filter(({ number }) => number !== saved.number)}
            />
          )}
        </Suspense>
      </Tabs.Panel>
      <div className="rf-split" hidden={part === 'difference'}>
        <div>
          <Tabs.Panel value="templates">
            <TemplatesPart
              draft={draft}
              inherits={profile.parentId !== null}
              modelIds={profile.modelIds}
              mayChange={mayChange}
              at={at}
              onOpen={setAt}
              problemsOf={problemsOf}
            />
          </Tabs.Panel>
          <Tabs.Panel value="variables">
            <ValuesPart draft={draft} inherited={inherited} mayChange={mayChange} />
          </Tabs.Panel>
        </div>
        <Preview profile={profile} of={of} onOf={setOf} preview={preview} file={content.templates[at]?.file} />
      </div>
    </Tabs>
  );
}
