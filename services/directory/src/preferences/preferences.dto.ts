import { MayBeLeftOut } from '@ringfleet/service-kit';
import { IsIn, IsInt, IsObject, Max, Min, ValidateBy } from 'class-validator';

const NAME = /^[A-Za-z][\w-]{0,63}$/; // 'devices', 'freePorts'
const MOST_LISTS = 50;
const MOST_COLUMNS = 100;

const isName = (value: unknown): boolean => typeof value === 'string' && NAME.test(value);
const isColumns = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= MOST_COLUMNS && value.every(isName) && new Set(value).size === value.length;

const COLUMNS_BY_LIST = {
  type: 'object',
  maxProperties: MOST_LISTS,
  propertyNames: { pattern: NAME.source },
  additionalProperties: { type: 'array', items: { type: 'string', pattern: NAME.source }, maxItems: MOST_COLUMNS, uniqueItems: true },
};

/** A list's name and the names of its columns, each once. */
const IsColumnsByList = (): PropertyDecorator =>
  ValidateBy({
    name: 'badColumns',
    constraints: [COLUMNS_BY_LIST],
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length <= MOST_LISTS &&
        Object.entries(value).every(([list, columns]) => isName(list) && isColumns(columns)),
      defaultMessage: () =>
        `columns says for each list which columns are shown, in their order: {"devices": ["name", "model"]}; no more than ${MOST_COLUMNS}, each once`,
    },
  });

export class PreferencesBody {
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(200)
  pageSize?: number;

  @MayBeLeftOut()
  @IsIn(['comfortable', 'compact'])
  rowStyle?: 'comfortable' | 'compact';

  @MayBeLeftOut()
  @IsObject()
  @IsColumnsByList()
  columns?: Record<string, string[]>;
}
