import { describeFixtures } from '../../testing/codec-fixtures.js';
import { publicationCodec } from './publication.codec.js';

describeFixtures(publicationCodec, new URL('./fixtures/', import.meta.url));
