package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
import tests.support.TestBots;
import tests.support.Waiting;

/** {@code ./migrate.java} starts from anywhere, and says what is missing. */
@Execution(ExecutionMode.SAME_THREAD)
class LauncherScriptTest {
    private static final String VERSION = "bedrock-chat-migration 1.0\n";
    private static final String[] TOOLS = {
        "sh", "env", "true", "dirname", "readlink", "cat", "mkdir", "rm", "mv", "sed", "sleep", "ln"
    };
    /** New caches, filled by the first test below. */
    private static final Path CACHES = Cli.temporaryFolder("caches");

    private static Cli cli() {
        return new Cli()
                .with("JBANG_DIR", CACHES.resolve("jbang").toString())
                .with("XDG_CACHE_HOME", CACHES.resolve("xdg").toString());
    }

    private static Path ours() {
        return CACHES.resolve("xdg/bedrock-chat-migration");
    }

    private static void starts(Cli.Result result) {
        assertEquals(0, result.exit(), result::toString);
        assertEquals(VERSION, result.out(), result::toString);
    }

    @BeforeAll
    static void twoFirstCommandsAtOnceBothWork() {
        List<Cli.Running> both = List.of(cli().start(Cli.MIGRATE, "--version"), cli().start(Cli.MIGRATE, "--version"));
        List<Cli.Result> results = both.stream().map(Cli.Running::end).toList();
        results.forEach(LauncherScriptTest::starts);
        String said = results.get(0).err() + results.get(1).err();
        assertEquals(2, said.split("Building jar for migrate.java").length, "built once: " + said);
        assertEquals(2, said.split("Fetching JBang").length, "fetched once: " + said);
        assertFalse(said.contains("\u001b"), said);
    }

    @Test
    void underEveryShellFromOtherFoldersThroughALinkAndWithSpacesInThePath() {
        Path folder = Cli.temporaryFolder("other folder");
        Path copy = Bundle.copy("it's a copy");
        Bundle.link(folder.resolve("a link"), copy.resolve("migrate.java"));
        for (String shell : List.of("sh", "dash", "bash")) {
            starts(cli().in(folder).run(shell, "./a link", "--version"));
            starts(cli().in(folder).run(shell, copy.resolve("migrate.java").toString(), "--version"));
            starts(cli().in(copy).run(shell, "-c", "./migrate.java --version"));
        }
        Cli.Result odd = cli().in(folder).run("./a link", "--table", "it's $HOME \"x\" \\", "--bogus *");
        assertEquals(2, odd.exit(), odd::toString);
        assertTrue(odd.err().contains("Unknown option: '--bogus *'"), odd::toString);
    }

    @Test
    void theFirstStartInATerminalShowsNoEscapeCodes() {
        PseudoTerminal.assumeThere();
        String xdg = Cli.temporaryFolder("xdg").toString();
        Cli.Result first = PseudoTerminal.run(cli().with("XDG_CACHE_HOME", xdg), "", Cli.MIGRATE, "--version");
        assertEquals(0, first.exit(), first::toString);
        assertTrue(first.out().contains("Fetching JBang"), first::toString);
        assertFalse(first.out().contains("\u001b"), first::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aClosedStandardInputIsAnInputThatEnds(String shell) {
        TestAccount install = TestAccount.empty().put(TestBots.bot(1));
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        Cli.Result result = cli.run(shell, "-c", "./migrate.java --fresh <&-");
        Cli.Result ended = install.migrate(cli, "--fresh");
        assertEquals(ended.exit(), result.exit(), result::toString);
        assertEquals(ended.out(), result.out());
        assertEquals(ended.err(), result.err());
        assertEquals(1, install.startedBots().size(), result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalDuringTheBuildLeavesNothingBehind(String signal) {
        Path jbang = Cli.temporaryFolder("jbang");
        // Tests that run in the background of a script have been told to ignore SIGINT, and hand that on.
        RunningProcess running = cli().with("JBANG_DIR", jbang.toString())
                .through("env", "--default-signal=INT")
                .start(Cli.MIGRATE, "--version");
        List<ProcessHandle> children = new ArrayList<>();
        Waiting.await("the compiler", () -> {
            children.clear();
            running.process().descendants().forEach(children::add);
            return children.size() > 1;
        });
        Cli.Result result = running.signal(signal);
        assertEquals(signal.equals("INT") ? 130 : 143, result.exit(), result::toString);
        Waiting.await(
                "the end of JBang and of the compiler", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(ours().resolve("lock.of")));
    }

    @Test
    void itSaysWhatIsMissing() {
        Path xdg = Cli.temporaryFolder("xdg");
        Path bare = Bundle.programs(TOOLS);
        Cli.Result noJava = cli().with("XDG_CACHE_HOME", xdg.toString())
                .with("PATH", bare.toString())
                .with("JAVA_HOME", "")
                .run(bare.resolve("sh").toString(), Cli.MIGRATE, "--version");
        assertEquals(2, noJava.exit(), noJava::toString);
        assertEquals(
                "lib/jbang: Java is not installed. Install JDK 17 or newer and Maven (or curl, which fetches both JBang"
                        + " and a JDK).\n",
                noJava.err());
        Bundle.link(bare.resolve("java"), Path.of(System.getProperty("java.home"), "bin/java"));
        Cli.Result noMaven = cli().with("XDG_CACHE_HOME", xdg.toString())
                .with("PATH", bare.toString())
                .run(bare.resolve("sh").toString(), Cli.MIGRATE, "--version");
        assertEquals(2, noMaven.exit(), noMaven::toString);
        assertEquals(
                "lib/jbang: JBang is missing, and neither Maven nor curl is installed to fetch it. Install one of"
                        + " them, or install JBang manually: https://www.jbang.dev/download\n",
                noMaven.err());
        // Once JBang is there, a Java is all it takes; also where no flock keeps the lock.
        starts(cli().with("PATH", bare.toString()).run(bare.resolve("sh").toString(), Cli.MIGRATE, "--version"));
        starts(cli().with("PATH", bare.toString())
                .run(
                        bare.resolve("sh").toString(),
                        Cli.ROOT.resolve("lib/jbang").toString(),
                        "migrate",
                        "--version"));
    }

    /** The installer itself cannot be had in a test; one that keeps its promises stands in. */
    @Test
    void withoutMavenTheInstallerOfJBangIsRunAndItsJBang() {
        Path bare = Bundle.programs(TOOLS);
        Bundle.link(bare.resolve("bash"), Bundle.find("bash").orElseThrow());
        Path chmod = Bundle.find("chmod").orElseThrow();
        Bundle.program(
                bare.resolve("curl"),
                "#!" + bare.resolve("sh") + "\ncat <<'END'\nmkdir -p \"$JBANG_DIR/bin\"\n"
                        + "printf '#!" + bare.resolve("sh")
                        + "\\n"
                        + "echo \"JBang %s runs:\" \"$@\"\\n"
                        + "' \"$JBANG_DOWNLOAD_VERSION\" >\"$JBANG_DIR/bin/jbang\"\n"
                        + chmod + " +x \"$JBANG_DIR/bin/jbang\"\nEND\n");
        Path jbang = Cli.temporaryFolder("jbang");
        Cli.Result result = cli().with(
                        "XDG_CACHE_HOME", Cli.temporaryFolder("xdg").toString())
                .with("JBANG_DIR", jbang.toString())
                .with("PATH", bare.toString())
                .run(bare.resolve("sh").toString(), Cli.MIGRATE, "--version");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().matches("JBang [\\d.]+ runs: .*migrate.java --version\n"), result::toString);
    }

    /** A mirror that has nothing, so that each of the two must complain: what counts is whom they ask. */
    @Test
    void theSettingsOfMavenAreHonouredByBoth() {
        Path home = Cli.temporaryFolder("mirrored");
        try (FileServer mirror = new FileServer(home.resolve("nothing"))) {
            Bundle.write(
                    home.resolve(".m2/settings.xml"),
                    "<settings><mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>" + mirror.url()
                            + "</url></mirror></mirrors></settings>");
            Cli cli = cli().with("MAVEN_OPTS", "-Duser.home=" + home)
                    .with("JBANG_JAVA_OPTIONS", "-Duser.home=" + home)
                    .with("JBANG_REPO", home.resolve("repo").toString());
            Cli.Result jbang =
                    cli.with("JBANG_DIR", home.resolve("jbang").toString()).run(Cli.MIGRATE, "--version");
            assertEquals(1, jbang.exit(), jbang::toString);
            assertTrue(
                    mirror.requests().stream().anyMatch(path -> path.contains("/picocli/")),
                    mirror.requests()::toString);
            mirror.requests().clear();
            Cli.Result maven =
                    cli.with("XDG_CACHE_HOME", home.resolve("xdg").toString()).run(Cli.MIGRATE, "--version");
            assertEquals(2, maven.exit(), maven::toString);
            assertTrue(
                    mirror.requests().stream().anyMatch(path -> path.contains("/maven-dependency-plugin/")),
                    mirror.requests()::toString);
            assertTrue(
                    maven.err().contains("lib/jbang: Maven could not fetch JBang")
                            && maven.err().contains("settings.xml"),
                    maven::toString);
        }
    }

    @Test
    void theProxyOfMavensSettingsIsUsed() throws IOException {
        Path home = Cli.temporaryFolder("proxied");
        List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        try (java.net.ServerSocket proxy =
                new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> refuseAll(proxy, asked));
            answering.setDaemon(true);
            answering.start();
            String one = "<active>true</active><host>127.0.0.1</host><port>" + proxy.getLocalPort() + "</port></proxy>";
            Bundle.write(
                    home.resolve(".m2/settings.xml"),
                    "<settings><proxies><proxy><id>a</id><protocol>https</protocol>" + one
                            + "<proxy><id>b</id><protocol>http</protocol>" + one + "</proxies></settings>");
            Cli cli = cli().with("MAVEN_OPTS", "-Duser.home=" + home)
                    .with("JBANG_JAVA_OPTIONS", "-Duser.home=" + home)
                    .with("JBANG_REPO", home.resolve("repo").toString());
            assertEquals(
                    1,
                    cli.with("JBANG_DIR", home.resolve("jbang").toString())
                            .run(Cli.MIGRATE, "--version")
                            .exit());
            assertFalse(asked.isEmpty(), "JBang asked the proxy");
            asked.clear();
            assertEquals(
                    2,
                    cli.with("XDG_CACHE_HOME", home.resolve("xdg").toString())
                            .run(Cli.MIGRATE, "--version")
                            .exit());
            assertFalse(asked.isEmpty(), "Maven asked the proxy");
        }
    }

    private static void refuseAll(java.net.ServerSocket proxy, List<String> asked) {
        while (true) {
            try (java.net.Socket socket = proxy.accept()) {
                asked.add(
                        new java.io.BufferedReader(new java.io.InputStreamReader(socket.getInputStream())).readLine());
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
