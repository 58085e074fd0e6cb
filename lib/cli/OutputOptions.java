package lib.cli;

import picocli.CommandLine.Option;

/** The options for output. */
public final class OutputOptions {
    public static final String HEADING = "%nOutput:%n";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "write the whole result as JSON; - writes it to standard output, and all other output to standard"
                            + " error")
    public String json;

    @Option(names = "--verbose", description = "show every bot, full keys, task ids, and the stack trace of an error")
    public boolean verbose;
}
