import { openObservatory, storageParts, version } from '#platform/composition';
import { createAuthenticate } from '#platform';
import { onPort, type ProcessKind } from '#platform/process';

import { apiPortsOf } from './composition/api-ports.js';
import { createApi } from './create-api.js';
import { Metrics } from './metrics/metrics.js';
import { StatusReader } from './pages/status.js';

/** GraphQL, files and pages; it projects nothing. */
export const api: ProcessKind = {
  name: 'api',
  duties: {},
  open: async (opening) => {
    const { config, logger, registry } = opening;
    const observatory = await openObservatory(opening);
    try {
      const authenticate = await createAuthenticate(config.auth, Date.now);
      const dependencies = { ...apiPortsOf(observatory), version, logger, registry, authenticate };
      const app = await createApi(dependencies, config);
      const { host, port } = config.http;
      await onPort('PORT', port, () => app.listen(port, host));
      logger.info({ address: await app.getUrl() }, 'listening');
      return {
        parts: storageParts(config, observatory),
        measure: async () => {
          app.get(Metrics).measure(await app.get(StatusReader).status());
        },
        close: async () => {
          await app.close();
          await observatory.close();
        },
      };
    } catch (error) {
      await observatory.close();
      throw error;
    }
  },
};
