import { Module } from '@nestjs/common';
import { Callers } from '@ringfleet/access';
import { DevicesSection } from './devices-section.js';
import { CopiedCallers } from './copied-callers.js';
import { Directory } from './directory.js';
import { OnTenantChanged } from './on-tenant-changed.js';

const CALLERS = { provide: Callers, useClass: CopiedCallers };

/** For a service whose card hears tenants and users, and whose migrations make `tenantTables`. Its own module exports this one, so that every route asks whether the caller is still who its token says. */
@Module({ controllers: [OnTenantChanged], providers: [Directory, DevicesSection, CALLERS], exports: [Directory, DevicesSection, CALLERS] })
export class TenantsModule {}
