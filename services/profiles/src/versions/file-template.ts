import type { Refusal } from '@ringfleet/kernel';
import type { Format } from '@ringfleet/templates';

/** How a file that a phone asks for is made (PRV-02). */
export interface FileTemplate {
  /** The name as model catalogues have it, with {mac}, {MAC}, {model} and {psn} in place of the phone's own. */
  readonly file: string;
  /** What it makes, and so how values are escaped in it. */
  readonly format: Format;
  /** Models that it is for; none: all of the profile. */
  readonly modelIds: readonly string[];
  readonly text: string;
}

/** {mac}.cfg; whatever else stands in braces no phone would ask for. */
export const FILE_NAME = /^(?=.{1,64}$)(?!.*\.\.)(?![.-])(?:[\w.-]|\{(?:mac|MAC|model|psn)\})+$/;
export const MAX_TEMPLATE = 100_000;
const MOST_TEXT = 400_000;

/** The same for names that mean the same file: phones tell no upper case from lower, and {psn} is the model by another name. */
export const plainName = (file: string): string => file.toLowerCase().replaceAll('{psn}', '{model}');

/** What is wrong with the templates of a version, beside what they come to when they are rendered. */
export function judgeTemplates(templates: readonly FileTemplate[]): Refusal[] {
  const refusals = templates.flatMap((template, at) => {
    const other = templates.findIndex((each) => plainName(each.file) === plainName(template.file) && overlap(each, template));
    const message = `There is another template of ${template.file} for the same model.`;
    return other < at ? [{ field: `templates[${at}].file`, code: 'name_not_unique', message }] : [];
  });
  const length = templates.reduce((total, { text }) => total + text.length, 0);
  if (length > MOST_TEXT)
    refusals.push({ field: 'templates', code: 'value_too_long', message: `The templates together are longer than ${MOST_TEXT} characters.` });
  return refusals;
}

/** Of one that is for some models and one for all the former is nearer. */
const overlap = (one: FileTemplate, other: FileTemplate): boolean =>
  one.modelIds.length === 0 || other.modelIds.length === 0
    ? one.modelIds.length === other.modelIds.length
    : one.modelIds.some((id) => other.modelIds.includes(id));
