import { Injectable } from '@nestjs/common';

/** How long a request may take to arrive, and how slowly. A class of its own, so that tests need not wait. */
@Injectable()
export class HttpTimes {
  /** For a request that is read whole before it is handled. */
  readonly requestMs: number = 30_000;
  /** A body that is streamed has no such end, but so much has to arrive in each window: 2 KiB a second. */
  readonly window: { ms: number; bytes: number } = { ms: 30_000, bytes: 65_536 };
  /** What is sent into a stream of events in which nothing happens, so that nobody in between takes it for dead. */
  readonly heartbeatMs: number = 25_000;
  /** What a client still sends after the answer is read and dropped, that long and that much. */
  readonly rest: { ms: number; bytes: number } = { ms: 10_000, bytes: 8_388_608 };
}
