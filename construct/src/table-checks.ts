// What the schema does not say of tables and their indexes: what must differ, and what must agree.

import type { Manifest } from "./schema-types.js";
import { named } from "./sentence.js";

/** A table, as the routes' types declare it. */
export type Table = Manifest["tables"][number];
/** An index of a table. */
export type Index = NonNullable<Table["indexes"]>[number];
/** One attribute of a key. */
export type KeySchema = Table["partitionKey"];

/** Global and local indexes that one table takes, and attributes that the projections of all may name. */
const MOST = { global: 20, local: 5, projected: 100 };

/**
 * Checks the tables, each and beside the others.
 *
 * @throws one sentence that names the key that is wrong
 */
export function checkTables({ tables }: Manifest): void {
  const names = new Set<string>();
  const variables = new Set<string>();
  tables.forEach((table, t) => {
    const key = `tables[${t}]`;
    const { name, variable, indexes = [] } = table;
    differ(names, name, `${key}.name`, `two tables are named ${named(name)}`);
    differ(variables, variable, `${key}.variable`, `two tables have the variable ${named(variable)}`);
    checkCounts(indexes, key);
    const known = new Set<string>();
    indexes.forEach((index, i) => {
      differ(known, index.name, `${key}.indexes[${i}].name`, `two indexes are named ${named(index.name)}`);
      if (index.local) checkLocal(index, table, `${key}.indexes[${i}]`);
    });
    checkAttributes(table, key);
  });
}

/** A value that another entry of the same kind has is refused. */
export function differ(known: Set<string>, value: string, key: string, what: string): void {
  if (known.has(value)) throw new Error(`\`${key}\` is taken: ${what}`);
  known.add(value);
}

/** The attributes that an index holds beside the keys, where it names them. */
export function projected({ projection }: Index): readonly string[] | undefined {
  return typeof projection === "object" ? projection.include : undefined;
}

function checkCounts(indexes: readonly Index[], table: string): void {
  const local = indexes.filter((index) => index.local).length;
  const counts = { global: indexes.length - local, local };
  for (const kind of ["global", "local"] as const) {
    if (counts[kind] <= MOST[kind]) continue;
    throw new Error(`\`${table}.indexes\` has ${counts[kind]} ${kind} indexes, but a table takes at most ${MOST[kind]}`);
  }
  const attributes = indexes.reduce((sum, index) => sum + (projected(index)?.length ?? 0), 0);
  if (attributes > MOST.projected) {
    throw new Error(`the projections in \`${table}.indexes\` name ${attributes} attributes, but a table takes at most ${MOST.projected}`);
  }
}

/** A local index is the items of each partition in another order. */
function checkLocal({ name, partitionKeys, sortKeys = [] }: Index, table: Table, key: string): void {
  const partition = table.partitionKey.name;
  if (!table.sortKey) throw new Error(`\`${key}\` is local, which needs a table with a sort key: ${named(table.name)} has none`);
  if (partitionKeys.length !== 1 || partitionKeys[0]!.name !== partition) {
    const got = partitionKeys.map((attribute) => named(attribute.name)).join(", ");
    throw new Error(`\`${key}.partitionKeys\` must be ${named(partition)}, as ${named(name)} is local, got ${got}`);
  }
  if (sortKeys.length !== 1) throw new Error(`\`${key}.sortKeys\` must have 1 entry, as ${named(name)} is local, got ${sortKeys.length}`);
}

/** An attribute has one type, whatever keys it is in, and stands once in each. The time to live is a number. */
function checkAttributes({ partitionKey, sortKey, indexes = [], expires }: Table, table: string): void {
  const types = new Map<string, { type: string; place: string }>();
  const check = (attributes: readonly KeySchema[], key: string, place: string) => {
    const known = new Set<string>();
    for (const { name, type } of attributes) {
      differ(known, name, key, `${named(name)} is twice in ${place}`);
      const first = types.get(name) ?? { type, place };
      if (first.type !== type) throw new Error(`\`${key}\` has ${named(name)} as ${type} in ${place}, which is ${first.type} in ${first.place}`);
      types.set(name, first);
    }
  };
  check([partitionKey, ...(sortKey ? [sortKey] : [])], table, "the table's key");
  indexes.forEach(({ name, partitionKeys, sortKeys = [] }, i) => {
    check([...partitionKeys, ...sortKeys], `${table}.indexes[${i}]`, `the key of ${named(name)}`);
  });
  const key = typeof expires === "string" ? types.get(expires) : undefined;
  if (key && key.type !== "N") throw new Error(`\`${table}.expires\` must be a number, but ${named(expires!)} is ${key.type} in ${key.place}`);
}
