// Exits with 0 when the process of this container is ready: on HEALTH_PORT, or on PORT for the one that is everything.
const { HEALTH_PORT: health = '9464', PORT: port = '3000' } = process.env;

const isReady = async (where) => {
  try {
    const signal = AbortSignal.timeout(4_000);
    return (await fetch(`http://127.0.0.1:${where}/health/ready`, { signal })).ok;
  } catch {
    return false;
  }
};

process.exitCode = (await isReady(health)) || (await isReady(port)) ? 0 : 1;
