// What of deploy/stack the faults use to start parts again.
export { ENGINES, startEngine } from '../../../deploy/stack/engines.mjs';
export { allInstances, instancesOf, startInstance } from '../../../deploy/stack/services.mjs';
