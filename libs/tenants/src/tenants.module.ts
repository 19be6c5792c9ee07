import { Module } from '@nestjs/common';
import { DevicesSection } from './devices-section.js';
import { Directory } from './directory.js';
import { OnTenantChanged } from './on-tenant-changed.js';

/** For a service whose card hears tenants and users, and whose migrations make `tenantTables`. */
@Module({ controllers: [OnTenantChanged], providers: [Directory, DevicesSection], exports: [Directory, DevicesSection] })
export class TenantsModule {}
