import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

// https://www.postgresql.org/docs/current/datatype-character.html: the catalogues' "char" is OID 18.
const charOid = 18;
const textOid = 25;

/**
 * A driver adapter as the schema engine needs it: a script goes out whole (the adapters cut it at
 * every semicolon, also inside functions, or do not wait for it), and the catalogues' "char"
 * columns, which the adapters refuse or call text, are characters.
 */
export function migrationAdapter(adapter, runScript) {
  const charColumns = new WeakMap();
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);

  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const indexes = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID === charOid) {
        field.dataTypeID = textOid;
        indexes.push(index);
      }
    }
    charColumns.set(query, indexes);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns.get(query) ?? []) {
      result.columnTypes[index] = ColumnTypeEnum.Character;
    }
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await runScript(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}
