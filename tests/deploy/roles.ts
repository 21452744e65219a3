// What the functions' roles of a template say, in words that a table can hold.

interface Template {
  readonly Resources: Readonly<Record<string, { Type: string; Properties: any; Metadata?: Record<string, string> }>>;
}

const all = (one: unknown): any[] => (Array.isArray(one) ? one : [one]);

/** Each function's statements by its name, as `action on resource`, without those of its own log. */
export function statements({ Resources }: Template): Record<string, string[]> {
  /** A value with the paths of constructs in the place of what is known at deployment. */
  const written = (value: any): string => {
    if (typeof value === "string") return value;
    const id = value.Ref ?? value["Fn::GetAtt"]?.[0];
    if (id !== undefined) return Resources[id]?.Metadata?.["aws:cdk:path"]?.replace(/\/Resource$/, "").replace(/^[^/]+\/(Api\/)?/, "") ?? id;
    return value["Fn::Join"][1].map(written).join("");
  };
  const roles = Object.values(Resources).filter(({ Type }) => Type === "AWS::IAM::Role");
  const named = roles.map(({ Properties, Metadata }): [string, string[]] => {
    const [, name] = Metadata!["aws:cdk:path"]!.match(/\/(?:Routes|Authorizers)\/(\w+)\/Role\/Resource$/) ?? [];
    if (name === undefined || Properties.ManagedPolicyArns) throw new Error(`a role that is not a function's: ${JSON.stringify(Properties)}`);
    const statements = Properties.Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement);
    const granted = statements.flatMap(({ Effect, Action, Resource, ...rest }: any) => {
      if (Effect !== "Allow" || Object.keys(rest).length > 0) throw new Error(`another statement: ${JSON.stringify({ Effect, ...rest })}`);
      return all(Resource).flatMap((resource) => all(Action).map((action) => `${action} on ${written(resource)}`));
    });
    const log = new RegExp(`^logs:(CreateLogStream|PutLogEvents) on (Routes|Authorizers)/${name}/Logs$`);
    return [name, granted.filter((statement: string) => !log.test(statement)).sort()];
  });
  // A policy beside a role would be another way to grant something.
  const others = Object.values(Resources).filter(({ Type }) => /^AWS::IAM::(Policy|ManagedPolicy|RolePolicy)$/.test(Type));
  if (others.length > 0) throw new Error(`policies beside the roles: ${JSON.stringify(others)}`);
  return Object.fromEntries(named);
}
