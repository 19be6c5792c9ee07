import type { Limits } from '../limits.js';
import { MAX_STYLES, type NumberFormat, numberFormat } from '../number-format.js';
import { type Attributes, readWholeXml, type XmlHandler } from './xml.js';
import type { ZipParts } from './zip-parts.js';

const STYLES_BYTES = 32 * 1024 * 1024;

/** Number formats by style index, as cells name it. */
class StylesHandler implements XmlHandler {
  readonly formats: NumberFormat[] = [];
  private readonly custom = new Map<number, NumberFormat>();
  private inCellXfs = false;

  open(name: string, attributes: Attributes): void {
    const id = Number(attributes['numFmtId'] ?? 0);
    if (name === 'numFmt') this.custom.set(id, numberFormat(id, attributes['formatCode'] ?? ''));
    else if (name === 'cellXfs') this.inCellXfs = true;
    else if (name === 'xf' && this.inCellXfs && this.formats.length < MAX_STYLES) this.formats.push(this.custom.get(id) ?? numberFormat(id));
  }

  text(): void {}

  close(name: string): void {
    if (name === 'cellXfs') this.inCellXfs = false;
  }
}

export const readStyles = async (parts: ZipParts, part: string | undefined, limits: Limits): Promise<readonly NumberFormat[]> => {
  if (part === undefined || !parts.has(part)) return [];
  const handler = new StylesHandler();
  await readWholeXml(part, parts.read(part, STYLES_BYTES), handler, limits);
  return handler.formats;
};
