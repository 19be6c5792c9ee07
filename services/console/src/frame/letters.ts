// Keys that are a single letter or sign, which may be switched off: whoever speaks to the browser would set them off unasked (WCAG 2.1.4). Of this browser, as language and colours are.
const LETTERS = 'ringfleet.letters';

export const lettersAreOn = (): boolean => localStorage.getItem(LETTERS) !== 'off';

export const switchLetters = (wanted: 'on' | 'off'): void => localStorage.setItem(LETTERS, wanted);

const TYPED_INTO = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]';

/** Stands for something that one types into and that is on its way: letters are for it, and act on nothing until it is here. */
export const OPENING = { 'data-opening': true };

/** A letter by itself, which is not typed into something and belongs to no dialog. */
export function isLetter({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (key.length !== 1 || ctrlKey || metaKey || altKey || defaultPrevented) return false;
  const isTyped = target instanceof HTMLElement && target.closest(TYPED_INTO) !== null;
  return !isTyped && lettersAreOn() && document.querySelector('[role="dialog"], [data-opening]') === null;
}
