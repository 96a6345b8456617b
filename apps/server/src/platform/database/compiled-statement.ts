import type { CompiledQuery, RawBuilder } from 'kysely';
import type { Querier } from './database.js';

/**
 * A statement of many fragments that runs very often, put together at its first use only: that takes longer than to send it.
 * `build` gets stand-ins for the values that each execution brings, and what it makes must not depend on them.
 */
export class CompiledStatement<Values extends object, Row> {
  private readonly nameOf = new Map<unknown, keyof Values>();
  private compiled: CompiledQuery<Row> | undefined;

  constructor(
    private readonly names: (keyof Values & string)[],
    private readonly build: (values: Values) => RawBuilder<Row>,
  ) {}

  async execute(querier: Querier, values: Values): Promise<Row[]> {
    this.compiled ??= this.compile(querier);
    const parameters = this.compiled.parameters.map((parameter) => {
      const name = this.nameOf.get(parameter);
      return name === undefined ? parameter : values[name];
    });
    const { rows } = await querier.getExecutor().executeQuery<Row>({ ...this.compiled, parameters });
    return rows;
  }

  private compile(querier: Querier): CompiledQuery<Row> {
    for (const name of this.names) this.nameOf.set(Symbol(name), name);
    const standIns = Object.fromEntries([...this.nameOf].map(([standIn, name]) => [name, standIn]));
    // A stand-in is only ever passed on as a parameter.
    return this.build(standIns as Values).compile(querier);
  }
}
