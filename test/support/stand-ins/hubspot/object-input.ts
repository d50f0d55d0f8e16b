import { z } from 'zod';
import { associationTypes, type ObjectType, objectTypeOf, requiredProperties } from './records.js';
import { Refused, refusals } from './replies.js';
import type { HubSpotState } from './state.js';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const valuesSchema = z.object({ properties: z.record(z.string(), value) });
const createSchema = valuesSchema.extend({
  associations: z
    .array(
      z.object({
        to: z.object({ id: z.union([z.string(), z.number()]).transform(String) }),
        types: z.array(
          z.object({ associationCategory: z.string().optional(), associationTypeId: z.number() }),
        ),
      }),
    )
    .nullish(),
});

/** The type in an address, or the vendor's refusal. */
export function typeOf(name: string | undefined): ObjectType {
  const type = objectTypeOf(name);
  if (!type) throw new Refused(refusals.noSuchType(name ?? ''));
  return type;
}

export function readChange(state: HubSpotState, type: ObjectType, body: unknown) {
  return validated(state, type, parsed(valuesSchema, body).properties);
}

export function readCreate(state: HubSpotState, type: ObjectType, body: unknown) {
  const input = parsed(createSchema, body);
  const properties = validated(state, type, input.properties);
  const missing = requiredProperties[type].filter((name) => !properties[name]);
  if (missing.length > 0) {
    throw new Refused(
      refusals.invalid(
        `Error creating ${type.toUpperCase()}. Some required properties were not set.`,
        {
          errors: missing.map((name) => ({
            message: `Property "${name}" is required`,
            code: 'REQUIRED_PROPERTY',
            context: { properties: [name] },
          })),
        },
      ),
    );
  }
  const associations = (input.associations ?? []).flatMap(({ to, types }) =>
    types.map(({ associationTypeId }) => {
      const found = associationTypes.find(
        (one) => one.from === type && one.id === associationTypeId,
      );
      if (!found) {
        throw new Refused(
          refusals.invalid(`association type id ${associationTypeId} is not valid`),
        );
      }
      if (state.find(found.to, to.id)?.archivedMs !== null) throw new Refused(refusals.noRecord());
      return { type: found.to, id: to.id };
    }),
  );
  return { properties, associations };
}

function validated(
  state: HubSpotState,
  type: ObjectType,
  given: Readonly<Record<string, string | number | boolean | null>>,
): Record<string, string | null> {
  const faults: { name: string; code: string; message: string }[] = [];
  const values: Record<string, string | null> = {};
  for (const [name, raw] of Object.entries(given)) {
    const text = raw === null || raw === '' ? null : String(raw);
    const definition = state.definition(type, name);
    const fault = (code: string, message: string) => faults.push({ name, code, message });
    if (!definition) fault('PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
    else if (definition.readOnly) fault('READ_ONLY_VALUE', `"${name}" is a read only property`);
    else if (text !== null && !fits(definition.type, text)) {
      fault(
        definition.type === 'number' ? 'INVALID_FLOAT' : 'INVALID_DATE',
        `"${text}" was not valid`,
      );
    } else if (text !== null && definition.options && !areOptions(definition.options, text)) {
      fault('INVALID_OPTION', `${text} was not one of the allowed options`);
    } else values[name] = text;
  }
  if (faults.length > 0) throw new Refused(refusals.invalidProperties(faults));
  return values;
}

function fits(type: string, text: string): boolean {
  if (type === 'number') return text.trim() !== '' && !Number.isNaN(Number(text));
  return type !== 'datetime' || !Number.isNaN(timeOf(text));
}

/** Several choices stand in one value, with `;` between them. */
function areOptions(options: readonly string[], text: string): boolean {
  return text.split(';').every((one) => options.includes(one));
}

/** Milliseconds or ISO 8601; NaN for anything else. */
export function timeOf(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
}

export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new Refused(refusals.invalid('Invalid input JSON'));
  return result.data;
}
