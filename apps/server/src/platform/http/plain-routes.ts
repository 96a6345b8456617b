import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

type Addition = (fastify: FastifyInstance) => void;

/** Routes beside the contract's operations: well-known URLs whose path and format a standard has fixed. */
@Injectable()
export class PlainRoutes {
  private readonly additions: Addition[] = [];

  /** Called while the application is put together. */
  add(addition: Addition): void {
    this.additions.push(addition);
  }

  bind(fastify: FastifyInstance): void {
    for (const addition of this.additions) addition(fastify);
  }
}
