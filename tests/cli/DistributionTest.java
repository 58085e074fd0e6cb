package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tests.support.Bundle;
import tests.support.Cli;
import tests.support.FileServer;
import tests.support.PinnedVersion;
import tests.support.Readme;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Each way in does what the README says of it; the launcher stands in for an installed JBang. */
class DistributionTest {
    private static final String VERSION = "bedrock-chat-migration 1.0\n";
    /** DynamoDB Local brings the interface of SLF4J 1.7, and the rehearsal has a class path of its own. */
    private static final Map<String, Integer> VERSIONS_OF = Map.of("org.slf4j:slf4j-nop", 2);

    @Test
    void fromAUrlAndACatalogTheScriptComesWithAllThatBelongsToIt() {
        TestAccount install = TestAccount.empty().put(TestBots.bot(1));
        try (FileServer server = new FileServer(Cli.ROOT)) {
            Cli cli = jbang(install.cli()).in(Cli.temporaryFolder("elsewhere"));
            Cli.Result stranger = cli.run("sh", "-c", "jbang " + server.url() + "/migrate.java --version </dev/null");
            assertTrue(
                    stranger.exit() != 0
                            && stranger.err().contains("not from a trusted source")
                            && stranger.err().contains("jbang trust add"),
                    stranger::toString);
            int runs = 0;
            for (String command : Readme.commands("From a URL, or from a catalog")) {
                Cli.Result result = cli.run("sh", "-c", command.replace("https://HOST/PATH", server.url()));
                assertEquals(0, result.exit(), () -> command + "\n" + result);
                if (command.endsWith("--dry-run")) {
                    runs++;
                    assertTrue(result.out().contains("1 to start"), () -> command + "\n" + result);
                }
            }
            assertEquals(3, runs);
            assertTrue(
                    server.requests()
                            .containsAll(List.of(
                                    "/migrate.java",
                                    "/lib/aws/AwsClients.java",
                                    "/lib/rehearsal/EmbeddedAws.java",
                                    "/jbang-catalog.json")),
                    server.requests()::toString);
            Cli.Result real = cli.run("sh", "-c", "bedrock-migrate --yes --no-wait");
            assertEquals(0, real.exit(), real::toString);
            assertEquals(List.of(TestBots.bot(1).sk()), install.startedBots());
            Cli.Result rehearsal = cli.run("sh", "-c", "bedrock-migrate --rehearse --dry-run");
            assertEquals(0, rehearsal.exit(), rehearsal::toString);
        }
    }

    @Test
    void oneJarNeedsNothingButJava() throws IOException {
        TestAccount install = TestAccount.empty().put(TestBots.bot(1));
        Path bundle = Bundle.copy("a bundle");
        List<String> commands = Readme.commands("One jar");
        for (String command : commands.subList(0, 2)) {
            Cli.Result exported = jbang(new Cli()).in(bundle).run("sh", "-c", command);
            assertEquals(0, exported.exit(), () -> command + "\n" + exported);
        }
        Path elsewhere = Cli.temporaryFolder("else where");
        Path portable = Files.move(bundle.resolve("portable"), elsewhere.resolve("portable"));
        Path java = Bundle.programs("sh", "java");
        Cli bare = install.cli()
                .in(elsewhere)
                .with("PATH", java.toString())
                .with("JBANG_DIR", "/nowhere")
                .with("JBANG_LAUNCH_CMD", "/nowhere")
                .with("JBANG_REPO", "/nowhere")
                .through(java.resolve("sh").toString(), "-c");
        Cli.Result dry = bare.run(commands.get(2));
        assertTrue(dry.exit() == 0 && dry.out().contains("1 to start"), dry::toString);
        Cli.Result real = bare.run(commands.get(2).replace("--dry-run", "--yes --no-wait"));
        assertEquals(0, real.exit(), real::toString);
        assertEquals(List.of(TestBots.bot(1).sk()), install.startedBots());

        String rehearse = commands.get(2).replace("--dry-run", "--rehearse --dry-run");
        Cli.Result rehearsal = bare.run(rehearse);
        assertTrue(rehearsal.exit() == 0 && rehearsal.out().contains("20 to start"), rehearsal::toString);
        Files.delete(portable.resolve("rehearsal/EmbeddedAws.jar"));
        Cli.Result without = bare.run(rehearse);
        assertEquals(2, without.exit(), without::toString);
        assertTrue(
                without.err().contains("needs JBang") && without.err().contains("README: One jar"), without::toString);
    }

    @Test
    void oneDependencyHasOneVersionWhereverItStands() throws IOException {
        List<PinnedVersion> pins = PinnedVersion.below(Cli.ROOT);
        Map<String, Set<String>> versions = pins.stream()
                .collect(Collectors.groupingBy(
                        PinnedVersion::artifact, Collectors.mapping(PinnedVersion::version, Collectors.toSet())));
        versions.forEach((artifact, all) ->
                assertEquals(VERSIONS_OF.getOrDefault(artifact, 1), all.size(), artifact + " " + all));
        assertTrue(
                pins.size() > 10
                        && versions.containsKey("dev.jbang:jbang-cli")
                        && versions.containsKey("software.amazon.awssdk:bom"),
                versions::toString);
        pins.stream()
                .collect(Collectors.groupingBy(pin -> pin.file() + " " + pin.artifact(), Collectors.counting()))
                .forEach((pin, times) -> assertEquals(1, times, pin));
    }

    @Test
    void theCatalogNamesScriptsThatAreThere() throws IOException {
        String catalog = Files.readString(Cli.ROOT.resolve("jbang-catalog.json"));
        List<String> scripts = catalog.lines()
                .filter(line -> line.contains("\"script-ref\""))
                .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
                .toList();
        assertTrue(
                scripts.contains("migrate.java")
                        && scripts.stream().allMatch(script -> Files.isExecutable(Cli.ROOT.resolve(script))),
                scripts::toString);
        assertEquals(
                VERSION,
                jbang(new Cli()).run("sh", "-c", "jbang migrate --version").out());
    }

    /** A person with JBang on the PATH, whose settings and caches are new; what was downloaded once is there. */
    private static Cli jbang(Cli cli) {
        Path folder = Cli.temporaryFolder("person");
        Bundle.write(folder.resolve("bin/.keep"), "");
        Bundle.link(folder.resolve("bin/jbang"), Cli.ROOT.resolve("lib/jbang"));
        Path own = folder.resolve("own");
        return cli.with("PATH", folder.resolve("bin") + ":" + own.resolve("bin") + ":" + System.getenv("PATH"))
                .with("JBANG_DIR", own.toString())
                .with("JBANG_CACHE_DIR", CACHE.toString());
    }

    /** One for all of them, so that the script is compiled once. */
    private static final Path CACHE = Cli.temporaryFolder("cache");
}
