export { type Bundle, bundleOf } from './bundle.js';
export { type Published, publish } from './publish.js';
export { type PublishInput, type Publishing } from './publishing.js';
export { recompute } from './recompute.js';
export { keyIdOf, publicKeyOfPem, signerOf } from './signing.js';
export { type Verification, verifyBundle } from './verify.js';
export { withdrawPublication } from './withdraw.js';
