import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { CannotOpen } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { settingsOf } from '../settings.js';

/** A link that needs no token, for a short time. */
export interface ExportLink {
  /** A path of this API. */
  readonly url: string;
  readonly expiresAt: string;
}

const purposeOf = (exportId: string): string => `export-link:${exportId}`;

/** Short-lived signed links (EXP-06): whoever has one may download, so that a browser can. Sealed under the service's key: nobody else can make or change one. */
@Injectable()
export class ExportLinks {
  private readonly validMs: number;

  constructor(@Inject(PORTS) private readonly ports: Ports) {
    this.validMs = settingsOf(ports.settings).linkMs;
  }

  linkTo(exportId: string): ExportLink {
    const expiresAt = new Date(this.ports.clock().getTime() + this.validMs).toISOString();
    const signature = Buffer.from(this.ports.sealer.seal(expiresAt, purposeOf(exportId))).toString('base64url');
    return { url: `/api/v1/exports/${exportId}/file?signature=${signature}`, expiresAt };
  }

  /** Throws `Refused` 403 `bad_link`, `link_expired`; the same for exports that there are and that there are not. */
  verify(exportId: string, signature: string): void {
    const expiresAt = this.expiryOf(exportId, signature);
    if (expiresAt === undefined)
      throw new Refused(403, 'bad_link', 'This link is not one of ours, or it was cut. Ask for the export again: its download link is in the answer.');
    if (new Date(expiresAt) <= this.ports.clock()) {
      throw new Refused(403, 'link_expired', 'This link has expired. Ask for the export again: a new download link is in the answer.');
    }
  }

  private expiryOf(exportId: string, signature: string): string | undefined {
    try {
      return this.ports.sealer.open(Buffer.from(signature, 'base64url'), purposeOf(exportId));
    } catch (error) {
      if (error instanceof CannotOpen) return undefined;
      throw error;
    }
  }
}
