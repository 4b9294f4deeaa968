/**
 * What a peer saw and did, in order. Tests wait for the next event that they care about; nobody sleeps.
 *
 * Sequence numbers start at 1, so `after(0)` is everything.
 */
export type Numbered<Event> = Event & { readonly sequence: number };

export class EventLog<Event extends { readonly kind: string }> {
  private readonly events: Numbered<Event>[] = [];
  private forgotten = 0;
  private readonly waiting = new Set<() => void>();

  record(event: Event): Numbered<Event> {
    const numbered = { ...event, sequence: this.forgotten + this.events.length + 1 };
    this.events.push(numbered);
    for (const wake of this.waiting) wake();
    return numbered;
  }

  /** The number of the latest event; 0 before the first. */
  get last(): number {
    return this.forgotten + this.events.length;
  }

  after(sequence: number): readonly Numbered<Event>[] {
    return this.events.slice(Math.max(0, sequence - this.forgotten));
  }

  /** Numbers go on from where they were. */
  forget(): void {
    this.forgotten += this.events.length;
    this.events.length = 0;
  }

  /** Answers at once when there is something after `sequence`, else with the next event, else with nothing. */
  async next(sequence: number, holdMs: number): Promise<readonly Numbered<Event>[]> {
    const events = this.after(sequence);
    if (events.length > 0) return events;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.waiting.delete(wake);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(wake, holdMs);
      this.waiting.add(wake);
    });
    return this.after(sequence);
  }
}
