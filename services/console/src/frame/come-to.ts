/** A ref of what appears and is to be seen and read first: where the button that one pressed was is nothing, and it may be below what is on the screen. The element takes `tabIndex={-1}`. */
export const comeTo = (element: HTMLElement | null): void => element?.focus();

/** The same where somebody may be typing, whose focus stays where it is. */
export const comeInSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
