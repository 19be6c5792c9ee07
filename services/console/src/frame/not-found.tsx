import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export default function NotFound(): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="rf-view">
      <h1 tabIndex={-1}>{t('notFound.title')}</h1>
      <p>{t('notFound.help')}</p>
      <Link to="/devices">{t('notFound.home')}</Link>
    </section>
  );
}
