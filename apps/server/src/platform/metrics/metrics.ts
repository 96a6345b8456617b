import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** From a cached read to the slowest thing that is still an answer. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What this process counts and measures, in the form that Prometheus reads. Names begin with `plaza_`. */
@Injectable()
export class Metrics {
  /** One register for each application, so that several in one process do not count together. */
  private readonly registry = new Registry();

  /** A number that only grows. */
  counter<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames: labels, registers: [this.registry] });
  }

  /** A number that goes up and down; `read` gives it whenever somebody looks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }

  /** Several numbers of one kind, distinguished by one label; `read` gives all of them whenever somebody looks. */
  gauges(name: string, help: string, label: string, read: () => Promise<ReadonlyMap<string, number>>): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const [value, number] of await read()) this.set({ [label]: value }, number);
      },
    });
  }

  /** How long something takes, in seconds. */
  durations<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames: labels, buckets: SECONDS, registers: [this.registry] });
  }

  /** Adds memory, processor, event loop and garbage collection; they cost a little, so only where somebody reads them. */
  measureProcess(): void {
    collectDefaultMetrics({ register: this.registry, prefix: 'plaza_' });
  }

  /** All of it as text, and the content type of that text. */
  async report(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
