import type { Schemas } from '@ringfleet/client';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { fieldError } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { figure } from '../words/figures.js';

const QrCode = lazy(() => import('./qr-code.js'));
const STATE = ['second-factor'] as const;

type Begun = Schemas['NewSecondFactor'];

/** A code of an app beside the password: begun with the password, taken into use by a first code, removed with the password. */
export function SecondFactor(): React.JSX.Element | null {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [begun, setBegun] = useState<Begun>();
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>();
  const { data, error } = useQuery({ queryKey: STATE, queryFn: () => api<Schemas['SecondFactorView']>('me/second-factor') });
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: STATE });
  if (error) return <ProblemBox error={error} />;
  if (!data) return null;
  const isOn = data.state === 'confirmed';
  return (
    <section className="rf-form" aria-labelledby="second-factor">
      <h2 id="second-factor">{t('secondFactor.title')}</h2>
      <p role="status">{isOn ? t('secondFactor.on', { count: data.recoveryCodesLeft, figure: figure(data.recoveryCodesLeft) }) : t('secondFactor.off')}</p>
      {recoveryCodes && (
        <>
          <p>{t('secondFactor.recovery')}</p>
          <p className="rf-mono rf-secret rf-codes">{recoveryCodes.join('\n')}</p>
        </>
      )}
      {begun ? (
        <ConfirmCode
          begun={begun}
          onDone={(codes) => {
            setBegun(undefined);
            setRecoveryCodes(codes);
            void refresh();
          }}
        />
      ) : isOn ? (
        <WithPassword action="remove" path="me/second-factor/remove" onDone={() => (setRecoveryCodes(undefined), void refresh())} />
      ) : (
        <WithPassword<Begun> action="begin" path="me/second-factor" onDone={setBegun} />
      )}
    </section>
  );
}

interface WithPasswordProps<Answer> {
  readonly action: 'begin' | 'remove';
  readonly path: string;
  readonly onDone: (answer: Answer) => void;
}

function WithPassword<Answer>({ action, path, onDone }: WithPasswordProps<Answer>): React.JSX.Element {
  const { t } = useTranslation();
  const [currentPassword, setPassword] = useState('');
  const act = useMutation({
    mutationFn: () => api<Answer>(path, { method: 'POST', body: { currentPassword } }),
    onSuccess: (answer) => (setPassword(''), onDone(answer)),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form className="rf-form" onSubmit={submit}>
      <PasswordInput
        label={t('password.current')}
        autoComplete="current-password"
        required
        value={currentPassword}
        error={fieldError(act.error, 'currentPassword', t('password.current'))}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {act.error && <ProblemBox error={act.error} besides={['currentPassword']} />}
      <Button type="submit" className="rf-start" variant="default" loading={act.isPending}>
        {t(`secondFactor.${action}`)}
      </Button>
    </form>
  );
}

interface ConfirmCodeProps {
  readonly begun: Begun;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}

function ConfirmCode({ begun, onDone }: ConfirmCodeProps): React.JSX.Element {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => api<{ recoveryCodes: readonly string[] }>('me/second-factor/confirm', { method: 'POST', body: { code } }),
    onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form className="rf-form" onSubmit={submit}>
      <p>{t('secondFactor.secret')}</p>
      <Suspense fallback={null}>
        <QrCode text={begun.uri} label={t('secondFactor.qrCode')} />
      </Suspense>
      <p className="rf-mono rf-secret">{begun.secret}</p>
      <p>
        <a href={begun.uri}>{t('secondFactor.openApp')}</a>
      </p>
      <TextInput
        label={t('secondFactor.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        error={fieldError(confirm.error, 'code', t('secondFactor.code'))}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {confirm.error && <ProblemBox error={confirm.error} besides={['code']} />}
      <Button type="submit" className="rf-start" loading={confirm.isPending}>
        {t('secondFactor.confirm')}
      </Button>
    </form>
  );
}
