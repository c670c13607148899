import config, { project } from './jest.config.mjs';

// The event log on a real KurrentDB or EventStoreDB, at KURRENTDB_URL: run apart, because no registry has the server.
export default { ...config, projects: [project('kurrentdb', 'kurrentdb-spec')] };
