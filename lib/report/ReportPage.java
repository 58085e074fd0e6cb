package lib.report;

import java.util.Base64;
import lib.common.Resource;
import lib.common.Text;

/**
 * The HTML page of {@code --report}: the JSON of the report, with the style and the script that show it. It loads
 * nothing else, and its content security policy allows nothing else.
 */
public final class ReportPage {
    private ReportPage() {}

    /**
     * Returns the page.
     *
     * @param json of the report
     */
    public static String of(String json) {
        String style = resource("report.css");
        String script = resource("report.js") + resource("timeline.js") + resource("table.js");
        return resource("report.html")
                .replace("<!--STYLE-->", style)
                .replace("<!--SCRIPT-->", script)
                .replace("STYLE-HASH", hash(style))
                .replace("SCRIPT-HASH", hash(script))
                .replace("<!--REPORT-->", escaped(json));
    }

    /** Text outside of HTML tags can end a script element; JSON allows to write these characters in another way. */
    private static String escaped(String json) {
        return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }

    /** The hash by which the content security policy allows an element (W3C, Content Security Policy Level 3). */
    private static String hash(String content) {
        return "sha256-" + Base64.getEncoder().encodeToString(Text.sha256(content));
    }

    private static String resource(String name) {
        // A browser hashes an element with its line ends as LF, whatever a checkout has made of them.
        return Resource.text("/report/" + name).replace("\r", "");
    }
}
