package lib.cli;

import lib.common.ProcessContext;
import picocli.CommandLine.Option;

/** The option that runs a command against an embedded AWS. */
public final class RehearsalOptions {
    public static final String HEADING = "%nRehearsal:%n";

    /** What can be played, in the words of the command line. */
    public enum Scenario {
        ordinary,
        trouble
    }

    @Option(
            names = "--rehearse",
            paramLabel = "SCENARIO",
            arity = "0..1",
            fallbackValue = "ordinary",
            description = {
                "run on this machine, against an embedded AWS",
                "no account is needed or touched",
                "ordinary (default), or trouble, in which things go wrong"
            })
    public Scenario scenario;

    public boolean isGiven() {
        return scenario != null;
    }

    /** Whether failures are expected. */
    public boolean isTrouble() {
        return scenario == Scenario.trouble;
    }

    /**
     * Opens a session with AWS, or with the embedded AWS.
     *
     * @param ordinary the command's ordinary scenario, by its name in the embedded AWS
     * @param trouble the one with failures
     */
    public Session open(
            ProcessContext context, AccessOptions access, OutputOptions output, String ordinary, String trouble) {
        return isGiven()
                ? Session.rehearse(context, isTrouble() ? trouble : ordinary, output)
                : Session.open(context, access, output);
    }
}
