import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../api/problem.js';
import { comeTo } from '../frame/come-to.js';
import { Icon } from '../look/icon.js';

interface UsersExceedProps {
  readonly problem: Problem;
  /** What the customer was to be lowered to. */
  readonly permission: string;
  readonly onLower: () => void;
}

/** A customer is not lowered below its users (DIR-04): who they are, and the way to lower them with it. */
export function UsersExceed({ problem, permission, onLower }: UsersExceedProps): React.JSX.Element {
  const { t } = useTranslation();
  const word = t(`choice.${permission}`);
  return (
    <div className="rf-problem" role="alert" ref={comeTo} tabIndex={-1}>
      <Icon name="cross" />
      <div>
        <strong>{t('permission.exceed', { permission: word })}</strong>
        <ul>
          {problem.document.users?.map(({ id, name, provisionDevices }) => (
            <li key={id}>
              {name} ({t(`choice.${provisionDevices}`)})
            </li>
          ))}
        </ul>
        <Button variant="default" size="xs" onClick={onLower}>
          {t('permission.lower', { permission: word })}
        </Button>
      </div>
    </div>
  );
}
