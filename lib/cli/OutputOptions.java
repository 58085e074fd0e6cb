package lib.cli;

import picocli.CommandLine.Option;

/** The options for output. */
public final class OutputOptions {
    public static final String HEADING = "%nOutput:%n";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = {
                "write the result as JSON; - is standard output",
                "all other output goes to standard error then"
            })
    public String json;

    @Option(names = "--verbose", description = "show the stack trace of an error")
    public boolean verbose;
}
