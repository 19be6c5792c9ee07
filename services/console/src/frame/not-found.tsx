import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Title } from './title.js';

export default function NotFound(): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="rf-view">
      <Title>{t('notFound.title')}</Title>
      <p>{t('notFound.help')}</p>
      <Link to="/devices">{t('notFound.home')}</Link>
    </section>
  );
}
