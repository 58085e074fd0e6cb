package lib.prepare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.model.EngineVersion;
import lib.model.Setting;
import lib.report.ReportJson;
import lib.report.RunContext;

/** The JSON of {@code prepare --json}. It shares its header with the reports of the other commands. */
final class PrepareJson {
    private PrepareJson() {}

    static Map<String, Object> of(
            RunContext context,
            Present present,
            PrepareVerdict verdict,
            List<DeployCommands.Step> before,
            List<DeployCommands.Step> after) {
        Map<String, Object> json = ReportJson.header("prepare", context, verdict.exitCode(), verdict.sentence());
        json.put("stack", present.app().stack().stack());
        json.put("stackStatus", present.app().stack().status());
        json.put("stackKind", present.app().stack().kind());
        json.put("table", value(present.app().table().orElse(null)));
        json.put("databaseCluster", value(present.app().cluster().orElse(null)));
        json.put("bucket", value(present.app().bucket().orElse(null)));
        present.bots().ifPresent(bots -> {
            json.put("bots", bots.all());
            json.put("botsWithKnowledge", bots.withKnowledge());
        });
        present.rows().ifPresent(rows -> json.put("rows", rows));
        present.files().ifPresent(files -> {
            json.put("files", files.objects());
            json.put("bytes", files.bytes());
        });
        present.cluster().ifPresent(cluster -> {
            json.put("engineVersion", cluster.engineVersion());
            json.put("clusterStatus", cluster.status());
        });
        json.put("deployVersion", present.deployVersion().map(EngineVersion::text).orElse(null));
        json.put("rolledBack", present.failure().orElse(null));
        json.put("destroys", losses(present));
        json.put("obstacles", present.obstacles());
        json.put("copy", present.copy());
        present.comparison().ifPresent(files -> json.put("lacking", files.lacking()));
        json.put("before", before);
        json.put("after", after);
        json.put("unknown", present.unknown());
        return json;
    }

    private static String value(Setting setting) {
        return setting == null ? null : setting.value();
    }

    private static List<Map<String, Object>> losses(Present present) {
        List<Map<String, Object>> losses = new ArrayList<>();
        for (Target target : Target.values()) {
            Target.Loss loss = target.over(present.app());
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("target", target.tag());
            each.put("vectors", loss.vectors());
            each.put("uploads", loss.files());
            losses.add(each);
        }
        return losses;
    }
}
