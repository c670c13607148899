import config, { project } from './jest.config.mjs';

// The pages, in Debian's Chromium: run apart, because it needs a browser.
export default { ...config, testTimeout: 240_000, projects: [project('browser', 'browser-spec')] };
