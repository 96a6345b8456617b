import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.BaseSchema;
export type Side = 'input' | 'output';

/** Formats that say it all; the pattern zod adds would be noise to a reader. */
const speakingFormats = new Set(['uuid', 'date-time', 'email', 'uri']);

/** The JSON Schemas of one document: those with an id are collected as components, the others stay where they are used. */
export class SchemaBook {
  private readonly collected = new Map<string, JsonSchema>();

  /** Gives the schema as it is written in place. Throws when one id would mean two shapes. */
  write(schema: z.ZodType, side: Side): JsonSchema {
    const { $schema, $defs, ...written } = moveReferences(
      z.toJSONSchema(schema, {
        io: side,
        unrepresentable: 'any',
        override: (context) => tidy(context, side),
      }),
    );
    for (const [id, definition] of Object.entries($defs ?? {})) this.collect(id, definition);
    return written;
  }

  /** As `write`, but listed under a name and given as a reference to it. */
  define(id: string, schema: z.ZodType, side: Side): JsonSchema {
    const written = this.write(schema, side);
    const reference = { $ref: `#/components/schemas/${id}` };
    if (written.$ref !== reference.$ref) this.collect(id, written);
    return reference;
  }

  /** All named schemas, by name. */
  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.collected].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private collect(id: string, definition: JsonSchema): void {
    const known = this.collected.get(id);
    if (known && JSON.stringify(known) !== JSON.stringify(definition)) {
      throw new Error(`The schema id "${id}" stands for two shapes; give one of them another id.`);
    }
    this.collected.set(id, definition);
  }
}

function tidy({ jsonSchema }: { jsonSchema: JsonSchema }, side: Side): void {
  delete jsonSchema.id;
  if (jsonSchema.format && speakingFormats.has(jsonSchema.format)) delete jsonSchema.pattern;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // Answers grow by new fields; a client made from a closed schema would refuse them.
  if (side === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

function moveReferences(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
