import type { NextFunction, Request, Response } from 'express';

/** The address that a phone is told ends with a slash, and many write one before the name of a file: /p/5f2a…//001565abc000.cfg. What it signs in for stays as it wrote it. */
export function oneSlash(request: Request, _response: Response, next: NextFunction): void {
  request.url = request.url.replace(/^(\/p\/[^/?]+)\/{2,}/, '$1/');
  next();
}
