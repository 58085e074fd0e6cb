package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tests.support.TestBots.bots;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.IamRequest;
import tests.support.NpmProgram;
import tests.support.RestoreChecks;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/**
 * The policies that {@code iam-policy} prints, evaluated by another project's implementation of IAM: they allow every
 * request of a rehearsal and of CloudFormation's handlers, and none of their statements has an action that no request
 * needs.
 */
class PolicyConformanceTest {
    private static final Path HANDLERS = Cli.ROOT.resolve("tests/cli/policy/handlers.json");
    private static final Path TEMPLATE = Cli.ROOT.resolve("lib/restore/temporary-database.yaml");
    private static final Pattern RESOURCE =
            Pattern.compile("(?m)^    Type: (AWS::\\w+::\\w+)\n(    Condition: .*Dms)?");

    /** Actions that no rehearsal needs, each with the reason for which a policy has it. */
    private static final Map<String, String> WITHOUT_REQUEST = Map.of(
            "dynamodb:GetItem", "restore reads a bot before it copies; restore via DMS contains the policy of restore");

    @BeforeEach
    void requireNpm() {
        String missing = NpmProgram.missing();
        if ("true".equals(System.getenv("CI"))) {
            assertNull(missing, "the policies have to be evaluated, by a program that comes with npm");
        }
        assumeTrue(missing == null, "the policies were not evaluated, by a program that comes with npm: " + missing);
    }

    @Test
    void ofMigrate() throws IOException {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots).behavior(bots[2], "hang");
        Rehearsal rehearsal = new Rehearsal(account, "migrate");
        account.migrate("--yes", "--task-timeout", "5");
        account.migrate("--status");
        account.migrate("--stop", "--yes");
        rehearsal.prove();
    }

    @Test
    void ofPrepare() throws IOException {
        TestAccount account = TestAccount.of("before", "v0.4.10");
        Rehearsal rehearsal = new Rehearsal(account, "prepare");
        account.migrate("prepare");
        account.control("stack", Map.of("rolledBack", "no such version"));
        account.migrate("prepare");
        TestAccount withFewerOutputs = TestAccount.of("before", "v0.4.4");
        withFewerOutputs.migrate("prepare");
        rehearsal.add(requests(withFewerOutputs, 0));
        rehearsal.prove();
    }

    @Test
    void ofVerify() throws IOException {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots);
        account.migrate("--yes");
        Rehearsal rehearsal = new Rehearsal(account, "verify");
        account.verify("--reindex", "--yes");
        rehearsal.prove();
    }

    @Test
    void ofRestore() throws IOException {
        restore("restore");
    }

    @Test
    void ofRestoreViaDms() throws IOException {
        restore("restore-via-dms", "--via", "dms");
    }

    private static void restore(String command, String... options) throws IOException {
        TestAccount account = TestAccount.withOwnDatabase()
                .set("resourceSeconds", 30)
                .set("roles", List.of("dms-vpc-role"));
        try {
            Bot[] bots = bots(2);
            account.put(bots)
                    .set("durations", Map.of("shortestEmbedding", 100_000, "longestEmbedding", 100_000))
                    .startByPipe(bots[1]);
            Rehearsal rehearsal = new Rehearsal(account, command);
            RestoreChecks.restore(account, "--dry-run"); // without a snapshot, backups are looked for
            TestSnapshot.of(bots).addTo(account);
            String[] arguments = RestoreChecks.arguments(
                    Stream.concat(Stream.of("--yes"), Stream.of(options)).toArray(String[]::new));
            if (options.length > 0) { // a load that runs is stopped by the clean-up
                account.sql("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600);"
                        + " RETURN NEW; END $$; CREATE TRIGGER slow BEFORE INSERT ON items EXECUTE FUNCTION slow()");
                Cli.Running running = account.start(account.cli(), arguments);
                running.waitUntil(() -> account.answered("StartDataMigration") > 0);
                running.destroy();
                running.end();
                RestoreChecks.restore(account, "--clean-up", "--yes");
                account.sql("DROP TRIGGER slow ON items");
            }
            account.migrate(arguments);
            assertTrue(account.answered("DeleteStack") > 0);
            assertEquals(1, account.rows(bots[0]).size());
            RestoreChecks.restore(account, "--status");
            rehearsal.add(handlers(command.endsWith("dms")));
            rehearsal.prove();
        } finally {
            account.remove();
        }
    }

    /** What CloudFormation's handlers call with the caller's permissions, for the resources of the template. */
    private static List<IamRequest> handlers(boolean ofDms) throws IOException {
        Map<String, Map<String, List<String>>> handlers =
                new Gson().fromJson(Files.readString(HANDLERS), new TypeToken<>() {});
        Set<String> types = new TreeSet<>();
        for (MatchResult found : RESOURCE.matcher(Files.readString(TEMPLATE)).results().toList()) {
            if (ofDms || found.group(2) == null) {
                types.add(found.group(1));
            }
        }
        assertTrue(handlers.keySet().containsAll(types), () -> HANDLERS + " lacks a type of " + types);
        assertTrue(!ofDms || types.equals(handlers.keySet()), () -> HANDLERS + " has a type that is none of " + types);
        List<IamRequest> requests = new ArrayList<>();
        types.forEach(type -> handlers.get(type)
                .forEach((action, resources) -> requests.add(new IamRequest(
                        action, resources.stream().map(IamRequest::arn).toList(), Map.of()))));
        return requests;
    }

    private static List<IamRequest> requests(TestAccount account, int skipped) {
        return account.requests().stream().skip(skipped).flatMap(request -> IamRequest.of(request).stream()).toList();
    }

    /** The requests after its creation. */
    private static final class Rehearsal {
        private final TestAccount account;
        private final JsonObject policy;
        private final int before;
        private final Set<IamRequest> requests = new LinkedHashSet<>();

        Rehearsal(TestAccount account, String command) {
            this.account = account;
            policy = account.migrate("iam-policy", command).json();
            before = account.requests().size();
        }

        void add(List<IamRequest> others) {
            requests.addAll(others);
        }

        /** Checks that the policy allows the requests, and has nothing else. */
        void prove() throws IOException {
            requests.addAll(requests(account, before));
            Set<String> unneeded = actions();
            List<String> problems = new ArrayList<>();
            JsonArray answers = evaluate();
            int i = 0;
            for (IamRequest request : requests) {
                JsonObject answer = answers.get(i++).getAsJsonObject();
                if (answer.has("problem")) {
                    problems.add(request.action() + ": " + answer.get("problem").getAsString());
                } else {
                    answer.getAsJsonArray("statements")
                            .forEach(number -> unneeded.remove(number.getAsInt() + " " + request.action()));
                }
            }
            assertEquals(List.of(), problems, () -> "by " + policy);
            unneeded.removeIf(action -> WITHOUT_REQUEST.containsKey(action.substring(action.indexOf(' ') + 1)));
            assertEquals(Set.of(), unneeded, () -> "statements (from 0) with actions that nothing needs, of " + policy);
        }

        /** Each action with the number of its statement. */
        private Set<String> actions() {
            Set<String> actions = new TreeSet<>();
            List<JsonElement> statements = policy.getAsJsonArray("Statement").asList();
            for (int i = 0; i < statements.size(); i++) {
                JsonElement action = statements.get(i).getAsJsonObject().get("Action");
                for (JsonElement each : action.isJsonArray() ? action.getAsJsonArray().asList() : List.of(action)) {
                    actions.add(i + " " + each.getAsString());
                }
            }
            return actions;
        }

        private JsonArray evaluate() throws IOException {
            Path file = Files.createTempFile("policy", ".json");
            try {
                Files.writeString(file, new Gson().toJson(Map.of("policy", policy, "requests", requests)));
                Cli.Result result = new Cli()
                        .in(NpmProgram.installed("tests/cli/policy"))
                        .run("node", "evaluate.mjs", file.toString()).exits(0);
                return JsonParser.parseString(result.out()).getAsJsonArray();
            } finally {
                Files.delete(file);
            }
        }
    }
}
