package lib.cli;

import picocli.CommandLine.Option;

/** The option that answers questions. */
public class AnswerOptions {
    @Option(
            names = {"-y", "--yes"},
            description = "skip all questions")
    public boolean yes;

    /** Whether to skip all questions, as a rehearsal without a terminal does. */
    public boolean yes(Session session) {
        return yes || session.answersYes();
    }
}
