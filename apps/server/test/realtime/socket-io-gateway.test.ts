import { describe } from 'vitest';
import { SocketIoClient } from './support/clients.js';
import { describesGateway } from './transports.suite.js';

describe('The Socket.IO gateway', () =>
  describesGateway((url, credentials) => SocketIoClient.connect(url, credentials)));
