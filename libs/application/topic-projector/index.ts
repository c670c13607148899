export { TopicProjector } from './topic-projector.js';
