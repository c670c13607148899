type Asked<Question, Answer> = {
  readonly question: Question;
  readonly settle: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
};

export type GatheringOptions<Question, Answer> = {
  /** Answers in the order of the questions. */
  readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  readonly maxQuestions: number;
  /** Round trips that may be under way at once; questions gather while all are. */
  readonly maxRoundTrips: number;
};

/** Puts the questions of one turn of the event loop, and those that come while it is busy, together. */
export class Gathering<Question, Answer> {
  private asked: Asked<Question, Answer>[] = [];
  private roundTrips = 0;
  private scheduled = false;

  constructor(private readonly options: GatheringOptions<Question, Answer>) {}

  ask(question: Question): Promise<Answer> {
    const answer = new Promise<Answer>((settle, fail) =>
      this.asked.push({ question, settle, fail }),
    );
    this.schedule();
    return answer;
  }

  private schedule(): void {
    if (this.scheduled || this.roundTrips >= this.options.maxRoundTrips) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.asked.length > 0) void this.roundTrip();
    });
  }

  private async roundTrip(): Promise<void> {
    const batch = this.asked.splice(0, this.options.maxQuestions);
    this.roundTrips += 1;
    if (this.asked.length > 0) this.schedule();
    try {
      const answers = await this.options.ask(batch.map(({ question }) => question));
      for (const [index, { settle }] of batch.entries()) settle(answers[index] as Answer);
    } catch (error) {
      for (const { fail } of batch) fail(error);
    } finally {
      this.roundTrips -= 1;
      if (this.asked.length > 0) this.schedule();
    }
  }
}
