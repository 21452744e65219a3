// Circles among files: the sets of files of which each leads to every other (Tarjan's algorithm).

/** The circles among `ties`, each with its files and the ties between them. */
export function circles(ties) {
  const next = new Map();
  for (const { from, to } of ties) {
    if (!next.has(from)) next.set(from, new Set());
    next.get(from).add(to);
  }
  const order = new Map();
  const lowest = new Map();
  const stack = [];
  const found = [];

  function visit(file) {
    order.set(file, order.size);
    lowest.set(file, order.get(file));
    stack.push(file);
    for (const other of next.get(file) ?? []) {
      if (!order.has(other)) visit(other);
      if (stack.includes(other)) lowest.set(file, Math.min(lowest.get(file), lowest.get(other)));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const files = stack.splice(stack.indexOf(file)).sort();
    if (files.length > 1) found.push({ files, ties: between(files, ties) });
  }

  for (const file of [...next.keys()].sort()) if (!order.has(file)) visit(file);
  return found;
}

// One entry for each pair of files, with all the names that tie them.
function between(files, ties) {
  const names = new Map();
  for (const { from, to, name } of ties) {
    if (!files.includes(from) || !files.includes(to)) continue;
    const pair = `${from} -> ${to}`;
    names.set(pair, (names.get(pair) ?? new Set()).add(name));
  }
  return [...names].sort().map(([pair, all]) => `${pair}: ${[...all].sort().join(", ")}`);
}
