package lib.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.cli.Next;
import lib.cli.OutputOptions;
import lib.cli.Session;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.OutputFile;
import lib.common.UserException;

/** Shows a result on the screen, and writes the files that {@code --json} and {@code --report} ask for. */
public final class ReportWriter {
    private final Session session;
    private final OutputOptions output;

    public ReportWriter(Session session, OutputOptions output) {
        this.session = session;
        this.output = output;
    }

    /** Writes the report of a run, and returns its exit code. That of an interrupted one takes four lines. */
    public int write(RunReport report) {
        Console console = session.console();
        console.endLive();
        SummaryText summary = new SummaryText(report, console, session.isVerbose());
        if (report.verdict().early().equals(Optional.of(ExitCode.INTERRUPTED))) {
            summary.verdict();
            String files = String.join(", ", filesOf(ReportJson.of(report)));
            console.say(summary.running() + (files.isEmpty() ? "" : " Written: " + files));
            Next.lines(report.next()).forEach(console::sayVerbatim);
        } else {
            summary.show();
            write(ReportJson.of(report), report.next());
        }
        return report.verdict().exitCode().number();
    }

    /**
     * Writes the files, and shows the commands that follow.
     *
     * @param report as {@code --json} writes it
     */
    public void write(Record report, List<Next> next) {
        filesOf(report).forEach(file -> session.console().say("Written: " + file));
        Next.show(next, session.console());
    }

    /** Writes the files, and returns their names. */
    private Collection<String> filesOf(Record report) {
        String json = JsonWriter.text(report);
        Map<String, String> contents = new LinkedHashMap<>();
        if (output.isJsonToStandardOutput()) {
            session.context().out().println(json);
        } else if (output.json != null) {
            contents.put(output.json, json + "\n");
        }
        if (output.report != null) {
            contents.put(output.report, ReportPage.of(json));
        }
        List<String> problems = OutputFile.write(contents);
        if (!problems.isEmpty()) {
            throw new UserException(
                            ExitCode.INCOMPLETE,
                            "The run has ended, but its report could not be written to "
                                    + String.join("; and to ", problems) + ". The summary on the screen is complete.",
                            null)
                    .withoutRepeating("--fresh");
        }
        return contents.keySet();
    }
}
