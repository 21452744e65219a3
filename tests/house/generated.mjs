// How many lines `#[route]` writes, counted in the snapshot of its expansion: a line is a line as
// prettyplease prints it.

/** `{ lines, args }`: all lines, and for how many arguments. */
export function generated(snapshot) {
  const args = new Set(snapshot.match(/\bargument_\d+\b/gi)?.map((name) => name.toLowerCase())).size;
  return { lines: snapshot.split("\n").filter((line) => line.trim() !== "").length, args };
}
