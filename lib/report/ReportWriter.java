package lib.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lib.cli.OutputOptions;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.OutputFile;

/** Shows a result on the screen, and writes the files that {@code --json} and {@code --report} ask for. */
public final class ReportWriter {
    private final Session session;
    private final OutputOptions output;

    public ReportWriter(Session session, OutputOptions output) {
        this.session = session;
        this.output = output;
    }

    /** Writes the report of a run, and returns its exit code. */
    public int write(RunReport report) {
        session.console().endLive();
        new SummaryText(report, session.console(), session.isVerbose()).show();
        writeFiles(ReportJson.of(report));
        if (report.verdict().early().equals(Optional.of(ExitCode.INTERRUPTED))) {
            Next.showLines(report.next(), session.console());
        } else {
            Next.show(report.next(), session.console());
        }
        return report.verdict().exitCode().number();
    }

    /**
     * Writes the files.
     *
     * @param report as {@code --json} writes it
     */
    public void writeFiles(Record report) {
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
        OutputFile.write(contents);
        contents.keySet().forEach(file -> session.console().say("Written: " + file));
    }
}
