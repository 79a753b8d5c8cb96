/** Gives every run of a database a name of its own: the name that people gave it, and its identifier where two share one. */
export class RunLabels {
  private readonly owners = new Map<string, string>();

  /** @param identifier what the database tells runs apart by */
  label(name: string, identifier: string): string {
    const wanted = name === '' ? shortened(identifier) : name;
    const owner = this.owners.get(wanted) ?? identifier;
    this.owners.set(wanted, owner);
    return owner === identifier ? wanted : `${wanted} (${shortened(identifier)})`;
  }
}

/** Eight characters of a UUID tell runs apart, and people can still read them. */
function shortened(identifier: string): string {
  return identifier.slice(0, 8);
}
