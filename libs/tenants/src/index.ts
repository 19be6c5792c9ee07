export { DevicesSection } from './devices-section.js';
export { Directory } from './directory.js';
export { Needs, SectionGuard } from './section.guard.js';
export { isDoubtful, standingOf } from './standing.js';
export { copyTenants } from './tenant-copy.js';
export { tenantTables } from './tenant-tables.js';
export { TenantsModule } from './tenants.module.js';
export { useOpen, useTenant } from './use-tenants.js';
