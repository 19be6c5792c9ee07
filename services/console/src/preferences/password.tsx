import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { fieldError } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { signIn } from '../session/session.js';

/** A new password, given the one of today; it ends every sign-in, so one signs in anew. */
export function Password(): React.JSX.Element {
  const { t } = useTranslation();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useMutation({
    mutationFn: () => api('me/password', { method: 'PUT', body: { currentPassword, newPassword } }),
    onSuccess: () => signIn(),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className="rf-form" onSubmit={submit} aria-labelledby="password">
      <h2 id="password">{t('password.title')}</h2>
      <PasswordInput
        label={t('password.current')}
        autoComplete="current-password"
        required
        value={currentPassword}
        error={fieldError(change.error, 'currentPassword', t('password.current'))}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.new')}
        autoComplete="new-password"
        required
        value={newPassword}
        error={fieldError(change.error, 'newPassword', t('password.new'))}
        onChange={(event) => setNew(event.currentTarget.value)}
      />
      {change.error && <ProblemBox error={change.error} besides={['currentPassword', 'newPassword']} />}
      <p className="rf-meta">{t('password.ends')}</p>
      <Button type="submit" className="rf-start" variant="default" loading={change.isPending}>
        {t('password.change')}
      </Button>
    </form>
  );
}
