import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { titleOf, type TreeRecord } from '../records/record-kind.js';
import { UsersExceed } from './users-exceed.js';

const PERMISSIONS = ['none', 'view', 'modify'] as const;

interface PermissionChoiceProps {
  readonly path: 'customers' | 'users';
  readonly record: TreeRecord;
  readonly mayChange: boolean;
}

interface Wanted {
  readonly provisionDevices: string;
  readonly lowerUsers?: true;
}

/** None, view or modify: shown as chosen when the service has it; a refusal says why beside it. */
export function PermissionChoice({ path, record, mayChange }: PermissionChoiceProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: Wanted) => api(`${path}/${record.id}`, { method: 'PATCH', body: wanted, ifMatch: record.version }),
    onSuccess: () => Promise.all(['customers', 'users'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const now = String(record['provisionDevices']);
  const { error, variables } = change;
  const exceeded = error instanceof Problem && error.code === 'users_exceed_customer';
  return (
    <>
      <NativeSelect
        size="xs"
        className="rf-permission"
        aria-label={t('permission.of', { name: titleOf(record) })}
        value={change.isPending ? variables?.provisionDevices : now}
        disabled={!mayChange || change.isPending}
        onChange={(event) => change.mutate({ provisionDevices: event.currentTarget.value })}
      >
        {PERMISSIONS.map((permission) => (
          <option key={permission} value={permission}>
            {t(`choice.${permission}`)}
          </option>
        ))}
      </NativeSelect>
      {error && !exceeded && <ProblemBox error={error} />}
      {exceeded && variables && (
        <UsersExceed problem={error} permission={variables.provisionDevices} onLower={() => change.mutate({ ...variables, lowerUsers: true })} />
      )}
    </>
  );
}
