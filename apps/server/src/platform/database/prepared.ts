export { prepared } from './statements.js';
