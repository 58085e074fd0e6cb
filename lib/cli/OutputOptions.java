package lib.cli;

import java.nio.file.Path;
import lib.common.OutputFile;
import lib.common.UserException;
import picocli.CommandLine.Option;

/** The options for output. */
public final class OutputOptions {
    public static final String HEADING = "%nOutput:%n";
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = {
                "write the result as JSON; - is standard output",
                "all other output goes to standard error then"
            })
    public String json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = {
                "write the result as one HTML page",
                "for a browser; it loads nothing, so it can be sent to others"
            })
    public String report;

    @Option(
            names = "--verbose",
            description = {"show every bot, full keys and task ids", "and the stack trace of an error"})
    public boolean verbose;

    /** Fails before anything starts if a file could not be written at the end. */
    public void check() {
        if (json != null && !isJsonToStandardOutput()) {
            OutputFile.check("--json", json, ", or - for standard output");
        }
        if (report == null) {
            return;
        }
        if (report.equals(STANDARD_OUTPUT)) {
            throw UserException.badSettings(
                    "--report -: the page cannot be written to standard output. Name a file, for example"
                            + " --report report.html.");
        }
        OutputFile.check("--report", report, "");
        if (json != null
                && Path.of(json).toAbsolutePath().equals(Path.of(report).toAbsolutePath())) {
            throw UserException.badSettings("--json and --report name the same file, %s. Name two.", report);
        }
    }

    /** Whether standard output belongs to the JSON. */
    public boolean isJsonToStandardOutput() {
        return STANDARD_OUTPUT.equals(json);
    }
}
