import { entryOf, type ZipEntry, zipOf } from './zip-file.js';

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const relations = (...targets: readonly [type: string, target: string][]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
export const MACRO_WORKBOOK = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml';

const contentTypes = (workbook: string): string =>
  `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${workbook}"/></Types>`;

export const HEADER_CELLS = ['Action', 'Name', 'Device model', 'MAC address', 'Description'];

/** A row of text cells. */
export const rowXml = (cells: readonly string[]): string => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;

export const SHEET_HEAD = `<worksheet xmlns="${NAMESPACE}"><sheetData>`;
export const sheetXml = (...rows: readonly string[]): string => `${SHEET_HEAD}${rows.join('')}</sheetData></worksheet>`;
export const STRINGS_HEAD = `<sst xmlns="${NAMESPACE}">`;

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': contentTypes(WORKBOOK),
  '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
  'xl/workbook.xml': `<workbook xmlns="${NAMESPACE}" xmlns:r="${OFFICE}"><sheets><sheet name="Phones" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': relations(['worksheet', 'worksheets/sheet1.xml'], ['sharedStrings', 'sharedStrings.xml']),
  'xl/sharedStrings.xml': `${STRINGS_HEAD}</sst>`,
  'xl/worksheets/sheet1.xml': sheetXml(),
};

/** An xlsx of one sheet; parts of it are replaced, added, or left out where they are null. */
export function xlsxOf(parts: Readonly<Record<string, string | ZipEntry | null>>): Uint8Array<ArrayBuffer> {
  const all = Object.entries({ ...PARTS, ...parts });
  return zipOf(all.flatMap(([name, part]) => (part === null ? [] : [typeof part === 'string' ? entryOf(name, part) : part])));
}

/** An xlsx with macros in it, as its content type says. */
export const macroWorkbookOf = (sheet: string): Uint8Array<ArrayBuffer> =>
  xlsxOf({ 'xl/worksheets/sheet1.xml': sheet, '[Content_Types].xml': contentTypes(MACRO_WORKBOOK), 'xl/vbaProject.bin': 'no real macro' });
