// What processes are made of: adapters behind their ports, chosen by the configuration. No Nest.
export { busPart, openBus } from './bus.js';
export { openCatalogue } from './catalogue.js';
export { openLog } from './event-log.js';
export { isPassingFault, isServiceFault, serviceFaultText } from './faults.js';
export { type Observatory, openObservatory } from './observatory.js';
export { figuresFromKafka } from './projecting.js';
export { servicesOf } from './services.js';
export { startProjector } from './start-projector.js';
export { openStorage, type Storage } from './storage.js';
export { storageParts } from './storage-parts.js';
export { version } from './version.js';
