package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

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
import tests.support.Documents;
import tests.support.FileServer;
import tests.support.PinnedVersion;
import tests.support.TestAccount;

/** Each way to run the tool works as the documents say; the launcher takes the place of an installed JBang. */
class DistributionTest {
    /** The rehearsal has its own class path, on which DynamoDB Local needs SLF4J 1.7. */
    private static final Map<String, Integer> VERSIONS_OF = Map.of("org.slf4j:slf4j-nop", 2);

    @Test
    void theScriptRunsFromAUrlAndFromACatalog() {
        TestAccount account = TestAccount.with(bot(1));
        try (FileServer server = new FileServer(Cli.ROOT)) {
            Path elsewhere = Cli.temporaryFolder("elsewhere");
            Cli cli = jbang(account.cli()).in(elsewhere);
            Cli.Result untrusted = cli.run("sh", "-c", "jbang " + server.url() + "/migrate.java --version </dev/null");
            assertTrue(
                    untrusted.exit() != 0
                            && untrusted.err().contains("not from a trusted source")
                            && untrusted.err().contains("jbang trust add"));
            List<String> commands = Documents.commands("From a URL, or from a catalog");
            int last = commands.size() - 1;
            for (String command : commands.subList(0, last)) {
                Cli.Result result = cli.run("sh", "-c", command.replace("https://HOST/PATH", server.url()));
                assertEquals(0, result.exit(), () -> command + "\n" + result);
                assertEquals(command.endsWith("--dry-run"), result.out().contains("1 to start"), command);
            }
            assertEquals(List.of(), account.startedBots());
            assertTrue(
                    server.requests()
                            .containsAll(List.of(
                                    "/migrate.java", "/lib/aws/AwsClients.java",
                                    "/lib/rehearsal/EmbeddedAws.java", "/jbang-catalog.json")),
                    server.requests()::toString);
            Cli.Result run = account.forProcess(cli).run("sh", "-c", forReal(commands.get(last))).exits(0);
            assertEquals(List.of(bot(1).sk()), account.startedBots());
            assertTrue(Files.exists(elsewhere.resolve("report.html")));
        }
    }

    @Test
    void theExportedJarNeedsOnlyJava() throws IOException {
        TestAccount account = TestAccount.with(bot(1));
        Path bundle = Bundle.copy("a bundle");
        List<String> commands = Documents.commands("One jar");
        for (String command : commands.subList(0, 2)) {
            Cli.Result exported = jbang(new Cli()).in(bundle).run("sh", "-c", command);
            assertEquals(0, exported.exit(), () -> command + "\n" + exported);
        }
        Path elsewhere = Cli.temporaryFolder("else where");
        Path portable = Files.move(bundle.resolve("portable"), elsewhere.resolve("portable"));
        Path java = Bundle.programs("sh", "java");
        Cli bare = account.cli()
                .in(elsewhere)
                .with("PATH", java.toString())
                .with("JBANG_DIR", "/nowhere")
                .with("JBANG_LAUNCH_CMD", "/nowhere")
                .with("JBANG_REPO", "/nowhere")
                .withPrefix(java.resolve("sh").toString(), "-c");
        Cli.Result run = account.forProcess(bare).run(forReal(commands.get(2))).exits(0);
        assertTrue(Files.exists(elsewhere.resolve("report.html")));
        assertEquals(List.of(bot(1).sk()), account.startedBots());

        String rehearse = commands.get(2).replace("--dry-run", "--rehearse --dry-run");
        Cli.Result rehearsal = bare.run(rehearse);
        assertTrue(rehearsal.exit() == 0 && rehearsal.out().contains("20 to start"));
        Files.delete(portable.resolve("rehearsal/EmbeddedAws.jar"));
        bare.run(rehearse).exits(2).hasErr("needs JBang", "lib/docs/ways-in.md: One jar");
    }

    @Test
    void everyDependencyHasTheSameVersionInEveryFile() throws IOException {
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
    void theCatalogNamesExistingScripts() throws IOException {
        String catalog = Files.readString(Cli.ROOT.resolve("jbang-catalog.json"));
        List<String> scripts = catalog.lines()
                .filter(line -> line.contains("\"script-ref\""))
                .map(line -> line.replaceAll(".*: \"(.*)\".*", "$1"))
                .toList();
        assertTrue(
                scripts.contains("migrate.java")
                        && scripts.stream().allMatch(script -> Files.isExecutable(Cli.ROOT.resolve(script))),
                scripts::toString);
    }

    /** The documented command, but for a run that starts tasks. */
    private static String forReal(String command) {
        assertTrue(command.endsWith(" --dry-run"), command);
        return command.replace("--dry-run", "--yes --report report.html");
    }

    /** Puts JBang on the PATH, with new settings and caches; downloads are shared. */
    private static Cli jbang(Cli cli) {
        return Bundle.withJBang(cli, Cli.temporaryFolder("jbang")).with("JBANG_CACHE_DIR", CACHE.toString());
    }

    /** Shared by the tests, so that the script is compiled once. */
    private static final Path CACHE = Cli.temporaryFolder("cache");
}
