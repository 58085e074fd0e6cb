package lib.report;

import java.util.Map;
import lib.cli.OutputOptions;
import lib.cli.Session;
import lib.common.JsonFile;

/** Shows a result on the screen, and writes its JSON if {@code --json} asks for it. */
public final class ReportWriter {
    private final Session session;
    private final String jsonTarget;
    private final boolean isVerbose;

    public ReportWriter(Session session, OutputOptions output) {
        this.session = session;
        this.jsonTarget = output.json;
        this.isVerbose = output.verbose;
    }

    /** Writes the report of a run, and returns its exit code. */
    public int write(RunReport report) {
        session.console().endLive();
        new SummaryText(report, session.console(), isVerbose).show();
        writeJson(ReportJson.of(report));
        return report.verdict().exitCode().number();
    }

    /** Writes a JSON report. */
    public void writeJson(Map<String, Object> json) {
        if (jsonTarget != null) {
            JsonFile.write(ReportJson.text(json), jsonTarget, session.context().out());
        }
    }
}
