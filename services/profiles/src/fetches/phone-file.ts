const FILE_NAME = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/; // 0004f2aabbcc-app.log

/** A name that leads nowhere else, and can be shown. */
export const isFileName = (text: string): boolean => FILE_NAME.test(text);
export const shownFile = (text: string): string => (isFileName(text) ? text : '');

/** What the content of a file that a phone brought is sealed for. */
export const filePurpose = (deviceId: string, name: string): string => `device:${deviceId}:file:${name}`;
