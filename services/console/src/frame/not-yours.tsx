import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Title } from './title.js';

/** In the place of a view that is not there for whoever is signed in (DIR-04, DIR-06): no shell of it, and the way back. */
export default function NotYours(): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <section className="rf-view">
      <Title>{t('notYours.title')}</Title>
      <p>{t('notYours.help')}</p>
      <Link to="/">{t('notYours.home')}</Link>
    </section>
  );
}
