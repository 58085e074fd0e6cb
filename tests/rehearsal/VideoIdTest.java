package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.model.KnowledgeSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The name of a URL in the rows follows from Python's way to read URLs; tool and stand-in are compared with Python. */
class VideoIdTest {
    private static final String ID = "dQw4w9WgXcQ";
    private static final Gson GSON = new Gson();

    /** Each is a way to write a URL that one parser or another reads differently. */
    private static final List<String> URLS = Stream.of(
                    "https://youtu.be/ID",
                    " https://youtu.be/ID",
                    "\u0000\u001f https://youtu.be/ID",
                    "\u00a0https://youtu.be/ID",
                    "\u007fhttps://youtu.be/ID",
                    "https://youtu.be/ID ",
                    "https://youtu.be/ID\n",
                    "ht\ttps://you\ntu.be/dQw4\r\nw9WgXcQ",
                    "https://youtu.be/dQw4\u000bw9WgXcQ",
                    "\u2028https://youtu.be/ID",
                    "HTTPS://youtu.be/ID",
                    "https://YouTu.be/ID",
                    "https://user@youtu.be/ID",
                    "https://youtu.be:443/ID",
                    "https:youtu.be/ID",
                    "https:///youtu.be/ID",
                    "youtu.be/ID",
                    "//youtu.be/ID",
                    "ftp://youtu.be/ID",
                    "https://youtu.be",
                    "https://youtu.be//ID",
                    "https://youtu.be/ID/",
                    "https://youtu.be/a;b/ID",
                    "https://youtu.be/ID;x=1",
                    "https://youtu.be/ID;x=1;y",
                    "https://youtu.be/;ID",
                    "https://youtu.be/a/ID;x/b",
                    "https://youtu.be/ID#;/watch",
                    "https://youtu.be/ID?/x",
                    "https://youtu.be/dQw4w9WgXc%51",
                    "https://youtu.be/dQw4w9WgXc\ud83d\ude00",
                    "https://youtu.be\\ID",
                    "https://m.youtube.com/watch;x?v=ID",
                    "https://m.youtube.com/watch;/x?v=ID",
                    "https://www.youtube.com/a/watch?v=ID",
                    "https://www.youtube.com/watch/?v=ID",
                    "https://www.youtube.com/watch#?v=ID",
                    "https://www.youtube.com/watch?v=ID#x",
                    "https://www.youtube.com/watch??v=ID",
                    "https://www.youtube.com/watch?a=1&&v=ID",
                    "https://www.youtube.com/watch?a=1;v=ID",
                    "https://www.youtube.com/watch?v&v=ID",
                    "https://www.youtube.com/watch?v=&v=ID",
                    "https://www.youtube.com/watch?v=short&v=ID",
                    "https://www.youtube.com/watch?V=ID",
                    "https://www.youtube.com/watch?%76=ID",
                    "https://www.youtube.com/watch?+v=ID",
                    "https://www.youtube.com/watch?v=ID&v=9bZkp7q19f0",
                    "https://www.youtube.com/watch?v=dQw4w9WgXc%51",
                    "https://www.youtube.com/watch?v=dQw4w9WgX+Q",
                    "https://www.youtube.com/watch?v=dQw4w9Wg%zz",
                    "https://www.youtube.com/watch?v=dQw4w9WgXc%",
                    "https://www.youtube.com/watch?v=dQw4w9WgX%E2%82",
                    "https://www.youtube.com/watch?v=dQw4w9Wg%FF%FEx",
                    "https://www.youtube.com/watch?v=dQw4w9WgXc%C3%A9",
                    "https://www.youtube.com/watch?v=dQw4w9WgXc\u00e9",
                    "https://www.youtube.com/watch?v=ID\u0085",
                    "https://www.youtube.com/watch?v=ID=",
                    "https://www.youtube.com/embed/ID?v=9bZkp7q19f0",
                    "https://www.youtube-nocookie.com/embed/ID",
                    "https://vid.plus/ID",
                    "https://youtube.com.example.com/ID",
                    "https://music.youtube.com/watch?v=ID",
                    "no URL at all",
                    "")
            .map(url -> url.replace("ID", ID))
            .toList();

    /** Reads a list of URLs, and prints the name of each; a URL that Python rejects is its own name. */
    private static final String PYTHON =
            """
            import json, sys
            from urllib.parse import parse_qs, urlparse
            hosts = 'youtu.be m.youtube.com youtube.com www.youtube.com www.youtube-nocookie.com vid.plus'.split()
            names = []
            for url in json.loads(sys.argv[1]):
                parts = urlparse(url)
                video = ''
                if parts.scheme in ('http', 'https') and parts.netloc in hosts:
                    values = parse_qs(parts.query).get('v', [''])
                    video = values[0] if parts.path.endswith('/watch') else parts.path.split('/')[-1]
                names.append(video if len(video) == 11 else url)
            print(json.dumps(names))
            """;

    /** Skips the test if Python 3 is missing or reads URLs in an older way, except in CI, where the test then fails. */
    private static void assumePython() {
        boolean available = new Cli()
                .run("sh", "-c", "python3 -c 'import sys; print(sys.version_info >= (3, 11, 4))'")
                .out()
                .startsWith("True");
        Assumptions.assumeTrue(
                available || "true".equals(System.getenv("CI")), "Python 3.11.4 or a later version is missing");
    }

    @Test
    void theToolNamesEveryUrlAsPythonDoes() {
        assumePython();
        Cli.Result python = new Cli().run("python3", "-c", PYTHON, GSON.toJson(URLS));
        List<String> names = GSON.fromJson(python.out(), new TypeToken<List<String>>() {}.getType());
        assertEquals(
                named(names),
                named(URLS.stream().map(url -> KnowledgeSource.ofUrl(url).rowSource()).toList()));
    }

    private static Map<String, String> named(List<String> names) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < URLS.size(); i++) {
            named.put(GSON.toJson(URLS.get(i)), GSON.toJson(names.get(i)));
        }
        return named;
    }

    /** All but those that PostgreSQL cannot store, because they contain NUL. */
    @Test
    void theStandInWritesTheRowsUnderTheSameNames() {
        List<String> storable = URLS.stream()
                .filter(url -> !url.isEmpty() && !url.contains("\u0000"))
                .toList();
        TestBots.Bot bot = TestBots.bot(1, storable.toArray(String[]::new));
        TestAccount account = TestAccount.empty().put(bot);
        Cli.Result result = account.migrate("--yes", "--json", "-");
        assertEquals("succeeded", JsonReport.of(result).outcome(bot), result::toString);
        assertEquals(
                storable.stream()
                        .map(url -> KnowledgeSource.ofUrl(url).rowSource())
                        .collect(Collectors.toSet()),
                account.rows(bot).keySet().stream()
                        .filter(source -> !source.startsWith("s3://"))
                        .collect(Collectors.toSet()));
    }
}
