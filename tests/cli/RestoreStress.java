package tests.cli;

import static tests.support.TestBots.bots;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import tests.support.AccountClock;
import tests.support.Cli;
import tests.support.RestoreChecks;
import tests.support.RunningProcess;
import tests.support.StressSeeds;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/**
 * Proves that {@code restore} can be killed at any moment, in both of its ways: kills it repeatedly while requests are
 * slow or cut and the app embeds a bot, and repeats the command until it succeeds. Then each bot has the rows of the
 * snapshot, or the fresh ones, once, and nothing is left. The seed determines the way, the bots, the faults and the
 * kills.
 */
public final class RestoreStress {
    /** They take about three and a half minutes on two cores. */
    public static final int DEFAULT_SEEDS = 40;

    public static final int SIMULATED_SEEDS = 1_000;

    private static final int MAX_KILLS = 4;
    /** About as many as an undisturbed run sends. */
    private static final int REQUESTS_OF_A_RUN = 110;

    private static final Bot[] BOTS = bots(6);

    private final boolean simulated;
    private final Random random;
    private final boolean viaDms;
    private final TestAccount account;
    private final Cli cli;
    private int kills;

    private RestoreStress(boolean simulated, int seed) {
        this.simulated = simulated;
        random = new Random(seed * 7919L);
        viaDms = seed % 2 == 0;
        account = simulated ? TestAccount.inOrderWithOwnDatabase(new Random(seed)) : TestAccount.withOwnDatabase();
        cli = account.set("resourceSeconds", 30).set("roles", List.of("dms-vpc-role")).cli();
    }

    /** Runs these seeds; returns whether all passed. */
    public static boolean run(boolean simulated, int from, int to) {
        Map<String, String> expected = expected();
        return StressSeeds.run("restore", simulated, from, to, seed -> {
            RestoreStress stress = new RestoreStress(simulated, seed);
            try {
                stress.runAndCheck(expected);
                return new StressSeeds.Counts(stress.kills + 1, stress.kills, 0);
            } finally {
                stress.account.remove();
            }
        });
    }

    private static TestSnapshot snapshot() {
        return TestSnapshot.of(BOTS).with("createdAt", "2024-05-01T10:00:00Z");
    }

    /** The checksum of each bot's rows in the snapshot. */
    private static Map<String, String> expected() {
        TestAccount account = TestAccount.withOwnDatabase();
        try {
            snapshot().addTo(account).put(BOTS);
            Cli.Result kept = RestoreChecks.restore(account, "--yes", "--keep");
            if (kept.exit() != 0) {
                throw new AssertionError(kept.toString());
            }
            String cluster = RestoreChecks.temporaryCluster(account);
            Map<String, String> checksums = new TreeMap<>();
            for (Bot bot : BOTS) {
                String checksum = RestoreChecks.CHECKSUM_TODAY + of(bot);
                checksums.put(bot.id(), text(account.sqlAsAdministrator(cluster, checksum)));
            }
            return checksums;
        } finally {
            account.remove();
        }
    }

    private static String of(Bot bot) {
        return " WHERE botid = '" + bot.id() + "'";
    }

    private static String text(List<List<JsonElement>> rows) {
        return rows.get(0).get(0).getAsString() + " " + rows.get(0).get(1);
    }

    private void runAndCheck(Map<String, String> expected) {
        snapshot().addTo(account).put(BOTS);
        Bot embedded = random.nextInt(3) == 0 ? BOTS[random.nextInt(BOTS.length)] : null;
        int plannedKills = 1 + random.nextInt(MAX_KILLS);
        List<String> output = new ArrayList<>();
        while (kills < plannedKills) {
            disturb();
            if (viaDms) {
                disturbDms();
            }
            Optional<Cli.Result> result = runUntilKill(5 + random.nextInt(REQUESTS_OF_A_RUN));
            if (result.isPresent()) {
                output.add(result.get().toString());
                break;
            }
            kills++;
            if (embedded != null && kills == 1) {
                if (viaDms && account.answered("StartDataMigration") == 0) {
                    embedded = null; // the table must be empty until then
                } else {
                    account.sql(embed(embedded));
                }
            }
        }
        account.clearFaults();
        Cli.Result last = RestoreChecks.restore(account, options());
        output.add(last.toString());
        if (embedded == null || kills == 0) {
            require(last.exit() == 0, output);
        }
        for (Bot bot : BOTS) {
            String rows = text(account.sql(RestoreChecks.CHECKSUM + of(bot)));
            boolean fresh = bot == embedded && kills > 0;
            require(fresh ? rows.startsWith("1 ") : rows.equals(expected.get(bot.id())), output);
        }
        RestoreChecks.assertNothingIsLeft(account);
    }

    /** Returns the result of a command; empty if it was killed after that many requests. */
    private Optional<Cli.Result> runUntilKill(int requests) {
        String[] arguments = RestoreChecks.arguments(options());
        if (simulated) {
            AccountClock.Moment moment = random.nextBoolean()
                    ? new AccountClock.Moment(AccountClock.Seam.REQUEST, requests)
                    : new AccountClock.Moment(null, 1 + random.nextInt(30 * requests));
            return account.migrateUntil(moment, cli, arguments);
        }
        long until = account.arrived() + requests;
        RunningProcess running = account.startProcess(cli, arguments);
        return running.killWhen(() -> !running.isAlive() || account.arrived() >= until)
                ? Optional.empty()
                : Optional.of(running.end());
    }

    private String[] options() {
        return viaDms ? new String[] {"--yes", "--via", "dms"} : new String[] {"--yes"};
    }

    private static void require(boolean condition, List<String> output) {
        if (!condition) {
            throw new AssertionError(String.join("\n----\n", output));
        }
    }

    /** Slow or cut requests widen the moments in which a kill is dangerous. */
    private void disturb() {
        String[] statements = viaDms
                ? new String[] {"adopt(:call", "remove_rows(:call", "checksum(:call", "restore.load", "DROP SCHEMA"}
                : new String[] {"fetch(:call", "insert_rows(:call", "checksum(:call", "link(:run", "DROP SCHEMA"};
        String statement = statements[random.nextInt(statements.length)];
        account.fault(Map.of(
                "operation", "ExecuteStatement",
                "contains", statement,
                "delayMillis", simulated ? 1 : 100 + random.nextInt(400)));
        account.fault(Map.of(
                "operation", "ExecuteStatement",
                "skip", random.nextInt(40),
                "cut", random.nextBoolean() ? "before" : "after"));
    }

    /** Cuts a request to DMS, before or after it took effect. */
    private void disturbDms() {
        String[] operations = {"Create", "Start", "Describe", "Delete"};
        String operation = operations[random.nextInt(operations.length)];
        account.fault(Map.of(
                "operation", operation + (operation.equals("Describe") ? "DataMigrations" : "DataMigration"),
                "cut", random.nextBoolean() ? "before" : "after"));
    }

    private static String embed(Bot bot) {
        return "DELETE FROM items WHERE botid = '" + bot.id() + "'; INSERT INTO items (id, botid, content, source,"
                + " embedding) VALUES ('00000000000000000000000099', '" + bot.id() + "', 'fresh',"
                + " 's3://b/u/x/documents/manual.pdf', NULL)";
    }
}
