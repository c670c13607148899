export { TopicProjector, type TopicProjectorOptions } from './topic-projector.js';
