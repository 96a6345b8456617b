import { describe } from 'vitest';
import { PlainClient } from './support/clients.js';
import { describesGateway } from './transports.suite.js';

describe('The plain gateway', () => describesGateway(PlainClient.connect));
