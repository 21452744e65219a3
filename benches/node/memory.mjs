// The tutorial's `get_event`, on a map in memory.

const event = { id: "550e8400-e29b-41d4-a716-446655440000", name: "CDK Workshop", date: "2026-06-15" };
const events = new Map([[event.id, event]]);

export const get_event = async ({ pathParameters }) => {
  const found = events.get(pathParameters.id);
  const headers = { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" };
  if (!found) return { statusCode: 404, headers, body: JSON.stringify({ error: "Event not found" }) };
  return { statusCode: 200, headers, body: JSON.stringify(found) };
};
