import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Page } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { Column } from './column.js';
import { DataTable } from './data-table.js';
import { type Change, type ListAddress, useListAddress } from './list-address.js';
import { ListItems } from './list-items.js';
import { PageSize, Pager } from './pager.js';
import { FIRST_PAGE_SIZE, usePreferences } from './preferences.js';
import type { Selection } from './selection.js';
import { SelectionLine } from './selection-line.js';
import type { SelectionNotice } from './use-selection.js';
import { Settings } from './settings.js';
import { TotalFigure } from './total-figure.js';
import { Title } from '../frame/title.js';

/** What a list is: its name in preferences, its columns, and which question to ask for an address. */
export interface ListOf<Row> {
  readonly key: string;
  /** Key of its title in the words. */
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly filters: readonly string[];
  readonly firstSort: string;
  /** Whether a filter can have that value; any where it is not told. */
  readonly isValue?: (name: string, value: string) => boolean;
  /** Path of the API that answers with a page. */
  readonly pathOf: (address: ListAddress, limit: number) => string;
  readonly nameOf: (row: Row) => string;
}

interface ListViewProps<Row> {
  readonly list: ListOf<Row>;
  readonly tools?: ReactNode;
  readonly filters: (address: ListAddress, change: (change: Change, typed?: boolean) => void) => ReactNode;
  readonly empty: (address: ListAddress, change: (change: Change) => void) => ReactNode;
  readonly selection?: Selection | undefined;
  readonly selectionNotice?: SelectionNotice | undefined;
  readonly onSelection?: (selection: Selection) => void;
  /** Beside the words of what is ticked: above the table it would push the rows away. */
  readonly selectedTools?: ReactNode;
  /** Beside the table: what is done with the selection. */
  readonly panel?: (address: ListAddress, total: Page<Row>['total']) => ReactNode;
  readonly rowActions?: ((row: Row) => ReactNode) | undefined;
}

const NARROW = '(max-width: 640px)';

/** A list as a view: title and count, tools, search panel, table, pages. */
export function ListView<Row extends { readonly id: string }>(props: ListViewProps<Row>): React.JSX.Element {
  const { list, selection, onSelection } = props;
  const { t } = useTranslation();
  const sorts = useMemo(() => list.columns.flatMap(({ sort }) => sort ?? []), [list.columns]);
  const [address, change, isPartly] = useListAddress(list.filters, list.firstSort, { sorts, isValue: list.isValue });
  const [preferences, prefer] = usePreferences();
  const size = preferences.pageSize ?? FIRST_PAGE_SIZE;
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const path = list.pathOf(address, size);
  const page = useQuery({
    queryKey: [list.key, path],
    queryFn: async ({ signal }) => ({ ...(await api<Page<Row>>(path, { signal })), path }),
    placeholderData: keepPreviousData,
  });
  const { data, error } = page;
  const rows = page.isPlaceholderData ? 0 : (data?.items.length ?? 0); // those of the page before stay in sight until these are here
  const next = page.isPlaceholderData ? undefined : data?.nextCursor;
  const shown = {
    caption: t(list.title),
    columns: list.columns,
    chosen: preferences.columns?.[list.key],
    rows: data?.items,
    question: data?.path,
    sort: address.sort,
    onSort: (sort: string) => change({ sort }),
    busy: page.isFetching,
    selection,
    onSelection,
    nameOf: list.nameOf,
    rowActions: props.rowActions,
  };
  const whole = {
    onColumns: (ids: readonly string[]) => prefer({ columns: { [list.key]: [...ids] } }),
    rowCount: data?.total?.exact ? data.total.value + 1 : -1,
    before: address.before,
    compact: preferences.rowStyle === 'compact',
  };
  return (
    <section className="rf-view rf-list" aria-labelledby="title">
      <div className="rf-title">
        <Title>
          {t(list.title)} <TotalFigure total={data?.total} />
        </Title>
        {props.tools}
        <Settings listKey={list.key} columns={list.columns} preferences={preferences} onChange={prefer} />
        <PageSize value={size} onChange={(pageSize) => (prefer({ pageSize }), change({}))} />
      </div>
      {props.filters(address, change)}
      {isPartly && (
        <p className="rf-meta" role="status">
          {t('list.leftOut')}
        </p>
      )}
      {error && <ProblemBox error={error} retry={() => void page.refetch()} />}
      <div className="rf-beside">
        <div className="rf-scroll" hidden={error !== null}>
          {isNarrow ? <ListItems {...shown} /> : <DataTable {...shown} {...whole} />}
          {data?.items.length === 0 && props.empty(address, change)}
        </div>
        {props.panel?.(address, data?.total)}
      </div>
      <div className="rf-foot">
        {selection && onSelection && (
          <SelectionLine selection={selection} notice={props.selectionNotice} page={rows} total={data?.total} onChange={onSelection} />
        )}
        {props.selectedTools}
        <Pager
          before={address.before}
          rows={rows}
          onPrevious={address.after === undefined ? undefined : () => history.back()}
          onNext={next ? () => change({ after: next, before: address.before + rows }) : undefined}
        />
      </div>
    </section>
  );
}
