package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import lib.common.DaemonThreads;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Bundle;
import tests.support.Cli;
import tests.support.FileServer;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.Waiting;

/** {@code ./migrate.java} starts from any folder and reports missing programs. */
@Execution(ExecutionMode.SAME_THREAD)
class LauncherScriptTest {
    /** A script that shows its words: the launcher is the same for one that is compiled in a second. */
    private static final Path SCRIPT = Bundle.small("it's a bundle");

    private static final String WORD = "--version";
    private static final String[] TOOLS = {
        "sh", "env", "true", "dirname", "readlink", "cat", "mkdir", "rm", "mv", "sed", "sleep", "ln"
    };
    /** Caches that are empty before the first start below. */
    private static final Path CACHES = Cli.temporaryFolder("caches");

    private static Cli cli() {
        return new Cli()
                .with("JBANG_DIR", CACHES.resolve("jbang").toString())
                .with("XDG_CACHE_HOME", CACHES.resolve("xdg").toString());
    }

    private static Path launcherCache() {
        return CACHES.resolve("xdg/bedrock-chat-migration");
    }

    /** Runs the small script. */
    private static Cli.Result run(Cli cli, String... words) {
        return cli.run(Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(words)).toArray(String[]::new));
    }

    private static void assertWordShown(Cli.Result result) {
        result.exits(0);
        assertEquals("[" + WORD + "]\n", result.out());
    }

    @BeforeAll
    static void twoConcurrentFirstStartsBothWork() {
        List<Cli.Running> commands =
                List.of(cli().start(SCRIPT.toString(), WORD), cli().start(SCRIPT.toString(), WORD));
        List<Cli.Result> results = commands.stream().map(Cli.Running::end).toList();
        results.forEach(LauncherScriptTest::assertWordShown);
        String err = results.get(0).err() + results.get(1).err();
        assertEquals(2, err.split("Compiling migrate.java, because it is new here").length, "built once: " + err);
        assertEquals(2, err.split("Fetching JBang").length, "fetched once: " + err);
        assertFalse(err.contains("\u001b"), err);
    }

    @Test
    void itStartsInEveryShellFromOtherFoldersThroughALinkAndWithSpacesInThePath() {
        Path folder = Cli.temporaryFolder("other folder");
        Bundle.link(folder.resolve("a link"), SCRIPT);
        assertWordShown(cli().in(folder).run("dash", "./a link", WORD));
        assertWordShown(cli().in(folder).run("sh", SCRIPT.toString(), WORD));
        assertWordShown(cli().in(SCRIPT.getParent()).run("bash", "-c", "./migrate.java " + WORD));
        Cli.Result odd = cli().in(folder).run("./a link", "it's $HOME \"x\" \\", "--bogus *");
        assertEquals("[it's $HOME \"x\" \\, --bogus *]\n", odd.out());
    }

    /** What a user sees who edits the constants. */
    @Test
    void anEditIsCompiledWithASentenceAndAMistakeInItEndsWithWhatToDo() throws IOException {
        Path script = Bundle.small("edited");
        String original = Files.readString(script);
        String name = "BedrockChatStack-DatabaseConversationTableXXXXX\";";
        for (String mistake : List.of("MyTable;", "MyTable\"")) {
            Files.writeString(script, original.replace(name, mistake));
            Cli.Result result = cli().run(script.toString(), "--yes").exits(1);
            assertEquals("", result.out());
            assertTrue(result.err().startsWith("Compiling migrate.java, because it is new here or has changed …\n"));
            result.hasErr("migrate.java:", "error: ");
            assertTrue(
                    result.err()
                            .endsWith("Nothing was started. Correct the lines that the compiler names; a constant needs"
                                    + " both quotes and its semicolon.\n"));
            result.hasNoErr("[jbang]");
        }
        Files.writeString(script, original.replace(name, "MyTable\";"));
        Cli.Result corrected = cli().run(script.toString(), WORD);
        assertWordShown(corrected);
        assertEquals("Compiling migrate.java, because it is new here or has changed …\n", corrected.err());
        assertEquals("", cli().run(script.toString(), WORD).err());
    }

    @Test
    void theFirstStartInATerminalShowsNoEscapeCodes() {
        PseudoTerminal.assumeAvailable();
        String xdg = Cli.temporaryFolder("xdg").toString();
        PseudoTerminal.run(cli().with("XDG_CACHE_HOME", xdg), "", SCRIPT.toString(), WORD).exits(0)
                .hasOut("Fetching JBang").hasNoOut("\u001b");
    }

    @Test
    void aClosedStandardInputCountsAsTheEndOfInput() {
        TestAccount account = TestAccount.with(bot(1));
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        Cli.Result result = cli.run("sh", "-c", "./migrate.java --fresh <&-");
        Cli.Result ended = account.startProcess(cli, "--fresh").end();
        result.exits(ended.exit());
        assertEquals(ended.out(), result.out());
        assertEquals(ended.err(), result.err());
        assertEquals(1, account.startedBots().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalDuringTheBuildLeavesNothingBehind(String signal) {
        Path jbang = Cli.temporaryFolder("jbang");
        RunningProcess running = cli().with("JBANG_DIR", jbang.toString())
                .interruptible()
                .start(Bundle.small("interrupted").toString(), WORD);
        List<ProcessHandle> children = new ArrayList<>();
        Waiting.await("the compiler", () -> {
            children.clear();
            running.process().descendants().forEach(children::add);
            return children.size() > 1;
        });
        running.signal(signal).exits(signal.equals("INT") ? 130 : 143);
        Waiting.await(
                "the end of JBang and of the compiler", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(launcherCache().resolve("lock.of")));
    }

    @Test
    void missingProgramsAreReported() {
        Path xdg = Cli.temporaryFolder("xdg");
        Path programs = Bundle.programs(TOOLS);
        Cli.Result noJava = cli().with("XDG_CACHE_HOME", xdg.toString())
                .with("PATH", programs.toString())
                .with("JAVA_HOME", "")
                .run(programs.resolve("sh").toString(), SCRIPT.toString(), WORD).exits(2);
        assertEquals(
                "lib/jbang: Java is not installed. Install JDK 17 or newer and Maven (or curl, which fetches both JBang"
                        + " and a JDK).\n",
                noJava.err());
        Bundle.link(programs.resolve("java"), Path.of(System.getProperty("java.home"), "bin/java"));
        Cli.Result noMaven = cli().with("XDG_CACHE_HOME", xdg.toString())
                .with("PATH", programs.toString())
                .run(programs.resolve("sh").toString(), SCRIPT.toString(), WORD).exits(2);
        assertEquals(
                "lib/jbang: JBang is missing, and neither Maven nor curl is installed to fetch it. Install one of"
                        + " them, or install JBang manually: https://www.jbang.dev/download\n",
                noMaven.err());
        // With a fetched JBang only Java is needed, and flock may be missing.
        assertWordShown(cli().with("PATH", programs.toString())
                .run(programs.resolve("sh").toString(), SCRIPT.toString(), WORD));
        assertWordShown(cli().in(SCRIPT.getParent())
                .with("PATH", programs.toString())
                .run(programs.resolve("sh").toString(), "lib/jbang", "migrate", WORD));
    }

    /** A substitute for the installer, which cannot be downloaded in a test. */
    @Test
    void withoutMavenJBangsOwnInstallerIsUsed() {
        Path programs = Bundle.programs(TOOLS);
        Bundle.link(programs.resolve("bash"), Bundle.find("bash").orElseThrow());
        Path chmod = Bundle.find("chmod").orElseThrow();
        Bundle.program(
                programs.resolve("curl"),
                "#!" + programs.resolve("sh") + "\ncat <<'END'\nmkdir -p \"$JBANG_DIR/bin\"\n"
                        + "printf '#!" + programs.resolve("sh")
                        + "\\n"
                        + "echo \"JBang %s runs:\" \"$@\"\\n"
                        + "' \"$JBANG_DOWNLOAD_VERSION\" >\"$JBANG_DIR/bin/jbang\"\n"
                        + chmod + " +x \"$JBANG_DIR/bin/jbang\"\nEND\n");
        Path jbang = Cli.temporaryFolder("jbang");
        Cli.Result result = cli().with(
                        "XDG_CACHE_HOME", Cli.temporaryFolder("xdg").toString())
                .with("JBANG_DIR", jbang.toString())
                .with("PATH", programs.toString())
                .run(programs.resolve("sh").toString(), SCRIPT.toString(), WORD).exits(0);
        assertTrue(result.out().matches("JBang [\\d.]+ runs: .*migrate.java --version\n"));
    }

    /** The mirror is empty, so both commands fail; the test checks that they sent their requests to it. */
    @Test
    void jbangAndMavenUseTheMirrorInMavensSettings() {
        Path home = Cli.temporaryFolder("mirrored");
        try (FileServer mirror = new FileServer(home.resolve("nothing"))) {
            Cli cli = withMavenSettings(
                    home,
                    "<mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>" + mirror.url()
                            + "</url></mirror></mirrors>");
            run(cli.with("JBANG_DIR", home.resolve("jbang").toString()), WORD).exits(1);
            assertTrue(
                    mirror.requests().stream().anyMatch(path -> path.contains("/picocli/")),
                    mirror.requests()::toString);
            mirror.requests().clear();
            Cli.Result maven = run(cli.with("XDG_CACHE_HOME", home.resolve("xdg").toString()), WORD).exits(2);
            assertTrue(
                    mirror.requests().stream().anyMatch(path -> path.contains("/exec-maven-plugin/")),
                    mirror.requests()::toString);
            maven.hasErr("lib/jbang: Maven could not fetch JBang", "settings.xml");
        }
    }

    @Test
    void jbangAndMavenUseTheProxyInMavensSettings() throws IOException {
        Path home = Cli.temporaryFolder("proxied");
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            DaemonThreads.newThread(() -> rejectAll(proxy, requests)).start();
            String address = "<active>true</active><host>127.0.0.1</host><port>" + proxy.getLocalPort() + "</port>";
            Cli cli = withMavenSettings(
                    home,
                    "<proxies><proxy><id>a</id><protocol>https</protocol>" + address
                            + "</proxy><proxy><id>b</id><protocol>http</protocol>" + address + "</proxy></proxies>");
            run(cli.with("JBANG_DIR", home.resolve("jbang").toString()), WORD).exits(1);
            assertFalse(requests.isEmpty(), "JBang must use the proxy");
            requests.clear();
            run(cli.with("XDG_CACHE_HOME", home.resolve("xdg").toString()), WORD).exits(2);
            assertFalse(requests.isEmpty(), "Maven must use the proxy");
        }
    }

    /** Returns a command line for which Maven's home folder has these settings and no downloads. */
    private static Cli withMavenSettings(Path home, String settings) {
        Bundle.write(home.resolve(".m2/settings.xml"), "<settings>" + settings + "</settings>");
        return cli().with("MAVEN_OPTS", "-Duser.home=" + home)
                .with("JBANG_JAVA_OPTIONS", "-Duser.home=" + home)
                .with("JBANG_REPO", home.resolve("repo").toString());
    }

    private static void rejectAll(ServerSocket proxy, List<String> requests) {
        while (true) {
            try (Socket socket = proxy.accept()) {
                requests.add(new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine());
                socket.getOutputStream()
                        .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes());
            } catch (IOException closed) {
                if (proxy.isClosed()) {
                    return;
                }
            }
        }
    }
}
