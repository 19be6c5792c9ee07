import { useTranslation } from 'react-i18next';
import { signIn } from './session.js';

/** Instead of the console, when the provider sent nobody or could not be asked. */
export function SignInFailed({ reason }: { readonly reason: string }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <main className="rf-alone">
      <h1>{t('signIn.failed')}</h1>
      <p>{t('signIn.failedHelp')}</p>
      {reason !== '' && <p className="rf-mono">{reason}</p>}
      <button type="button" className="rf-plain-button" onClick={() => void signIn()}>
        {t('signIn.again')}
      </button>
    </main>
  );
}
