import { BadSpreadsheet } from '../bad-spreadsheet.js';
import type { Limits } from '../limits.js';
import { type Attributes, prefixedAttribute, readWholeXml, type XmlHandler } from './xml.js';
import type { ZipParts } from './zip-parts.js';

/** Where the parts of the first sheet are. */
export interface Workbook {
  readonly sheet: string;
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  readonly date1904: boolean;
}

interface Relation {
  readonly id: string;
  /** The last word of its type: 'worksheet', the same in the transitional and the strict namespace. */
  readonly kind: string;
  /** Undefined where it points out of the workbook. */
  readonly part: string | undefined;
}

const WORKBOOK_BYTES = 16 * 1024 * 1024;
const RELATIONS_BYTES = 4 * 1024 * 1024;

/** 'xl/workbook.xml' + '../custom/a.xml' → 'custom/a.xml'; '/xl/a.xml' counts from the root. */
const resolvePart = (from: string, target: string): string => {
  const path = target.replaceAll('\\', '/');
  const segments = path.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  try {
    return decodeURIComponent(segments.join('/'));
  } catch {
    return segments.join('/');
  }
};

const relationsPart = (part: string): string => part.replace(/[^/]*$/, (name) => `_rels/${name}.rels`);

/** Only the start of an element matters in these parts. */
const onOpen = (open: XmlHandler['open']): XmlHandler => ({ open, text: () => undefined, close: () => undefined });

const readRelations = async (parts: ZipParts, from: string, limits: Limits): Promise<Relation[]> => {
  const relations: Relation[] = [];
  const part = relationsPart(from);
  if (!parts.has(part)) return relations;
  const handler = onOpen((name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) => {
    if (name === 'Relationship')
      relations.push({ id, kind: type.slice(type.lastIndexOf('/') + 1), part: mode === 'External' ? undefined : resolvePart(from, target) });
  });
  await readWholeXml(part, parts.read(part, RELATIONS_BYTES), handler, limits);
  return relations;
};

const notWorkbook = (what: string, remedy = 'Upload a csv, xlsx or xls file.'): BadSpreadsheet =>
  new BadSpreadsheet('not_a_spreadsheet', `This is ${what}. ${remedy}`);

const otherThanWorkbook = async (parts: ZipParts): Promise<BadSpreadsheet> => {
  if (parts.has('mimetype')) {
    let type = '';
    for await (const bytes of parts.read('mimetype', WORKBOOK_BYTES)) type = Buffer.from(bytes).toString('latin1');
    if (type.includes('opendocument')) return notWorkbook('an OpenDocument file (.ods)', 'Open it in a spreadsheet program and save it as xlsx.');
  }
  if (parts.has('Index/Document.iwa') || parts.has('Index.zip')) return notWorkbook('a Numbers document', 'Export it as xlsx.');
  return notWorkbook('a zip file without a workbook in it');
};

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true' || value === 'on';

/** Finds the first sheet in workbook order. Throws `not_a_spreadsheet` and `missing_part`. */
export const readWorkbook = async (parts: ZipParts, limits: Limits): Promise<Workbook> => {
  const root = await readRelations(parts, '', limits);
  const workbook = root.find(({ kind }) => kind === 'officeDocument')?.part ?? 'xl/workbook.xml';
  if (!parts.has(workbook) && root.length === 0) throw await otherThanWorkbook(parts);
  if (workbook.endsWith('.bin')) throw notWorkbook('a binary workbook (.xlsb)', 'Save it as xlsx.');
  let rootElement: string | undefined;
  let date1904 = false;
  const sheetIds: (string | undefined)[] = [];
  const handler = onOpen((name: string, attributes: Attributes) => {
    rootElement ??= name;
    if (name === 'workbookPr') date1904 = isTrue(attributes['date1904']);
    else if (name === 'sheet') sheetIds.push(prefixedAttribute(attributes, 'id'));
  });
  await readWholeXml(workbook, parts.read(workbook, WORKBOOK_BYTES), handler, limits);
  if (rootElement !== 'workbook') throw notWorkbook('an Office document, but not a workbook');
  const relations = await readRelations(parts, workbook, limits);
  return { sheet: firstSheet(sheetIds, relations), sharedStrings: partOf(relations, 'sharedStrings'), styles: partOf(relations, 'styles'), date1904 };
};

const partOf = (relations: readonly Relation[], kind: string): string | undefined => relations.find((relation) => relation.kind === kind)?.part;

/** Chart and macro sheets have no rows and are passed over. */
const firstSheet = (ids: readonly (string | undefined)[], relations: readonly Relation[]): string => {
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  for (const id of ids) {
    const relation = byId.get(id ?? '');
    if (relation !== undefined && relation.kind !== 'worksheet') continue;
    if (relation?.part === undefined)
      throw new BadSpreadsheet(
        'missing_part',
        'The workbook is incomplete: its first sheet is named but not there. Save it again from the spreadsheet program.',
      );
    return relation.part;
  }
  throw new BadSpreadsheet('missing_part', 'The workbook has no sheet with cells.');
};
