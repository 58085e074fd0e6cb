package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RestoreChecks;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** {@code restore --via dms}: what is copied, proved and removed, and what is rejected before anything is created. */
class RestoreDmsTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/dms";

    @AutoClose("remove")
    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 30).set("roles", List.of("dms-vpc-role"));

    private Cli.Result restore(String... arguments) {
        return RestoreChecks.restore(
                account, Stream.concat(Stream.of("--via", "dms"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void assertRejected(Cli.Result result, String... parts) {
        result.exits(2).hasErr(parts);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void theWholeTableIsCopiedAndProvedAndNothingIsLeft() {
        Bot[] bots = bots(3);
        Bot created = bot(4);
        TestSnapshot.of(bots).addTo(account).put(bots).put(created);
        Cli.Result result = restore("--yes", "--json", "-").exits(1);
        assertEquals(
                Map.of(
                        bots[0].id(), "restored",
                        bots[1].id(), "restored",
                        bots[2].id(), "restored",
                        created.id(), "notInSnapshot"),
                outcomes(result));
        assertEquals("dms", result.json().get("via").getAsString());
        for (Bot bot : bots) {
            assertEquals(1, account.rows(bot).size());
        }
        String request = account.requests("CreateDataMigration").get(0).toString();
        assertTrue(request.contains("do-nothing") && request.contains("full-load"), request);
        assertEquals(1, account.answered("StartDataMigration"));
        assertEquals(1, account.answered("DeleteDataMigration"));
        assertNothingIsLeft(account);
    }

    @Test
    void rowsThatDoNotBelongToABotWithKnowledgeAreNamedAndRemoved() {
        Bot kept = bot(1), deleted = bot(2), without = bot(3);
        TestSnapshot.of(kept, deleted, without).addTo(account).put(kept, without.without("Knowledge"));
        Cli.Result result = account.start(account.cli(), arguments("--via", "dms", "--json", "-"))
                .type("y\ny\n")
                .end().exits(0);
        assertEquals(
                Map.of(kept.id(), "restored", deleted.id(), "deleted", without.id(), "noKnowledge"), outcomes(result));
        assertEquals(1, account.rows(kept).size());
        assertEquals(Map.of(), account.rows(deleted));
        assertEquals(Map.of(), account.rows(without));
        result.hasErr("no longer in the conversation table: " + deleted.id());
    }

    @Test
    void rowsOfDeletedBotsStayWithoutAnAnswer() {
        Bot kept = bot(1), deleted = bot(2);
        TestSnapshot.of(kept, deleted).addTo(account).put(kept);
        Cli.Result result = restore("--yes", "--json", "-").exits(0).hasNoErr("Delete their rows?");
        assertEquals("restored", outcomes(result).get(deleted.id()));
        assertEquals(1, account.rows(deleted).size());
        result.hasErr("no longer in the conversation table: " + deleted.id());
    }

    @Test
    void aBotThatIsEmbeddedMeanwhileKeepsTheFreshRowsAlone() {
        Bot embedded = bot(1), other = bot(2);
        TestSnapshot.of(embedded, other).addTo(account).put(embedded, other);
        Cli.Running running = account.start(account.cli(), arguments("--via", "dms", "--yes", "--json", "-"));
        running.waitUntil(() -> account.answered("StartDataMigration") > 0);
        account.sql("INSERT INTO items (id, botid, content, source) VALUES ('00000000000000000000000099', '"
                + embedded.id() + "', 'fresh', 's')");
        Cli.Result result = running.end();
        assertEquals("embeddedMeanwhile", outcomes(result).get(embedded.id()));
        assertEquals(Map.of("s", 1), account.rows(embedded));
        assertEquals("restored", outcomes(result).get(other.id()));
        assertNothingIsLeft(account);
    }

    @Test
    void aTableWithRowsIsRejectedWithTheOtherWay() {
        Bot embedded = bot(1), missing = bot(2);
        TestSnapshot.of(embedded, missing).addTo(account).put(embedded).migrate("--yes");
        account.put(missing);
        assertRejected(
                restore("--yes"),
                "has rows (of 1 bot), and DMS can only fill an empty one",
                "restore without --via dms adds the rows of the bots that have none");
    }

    @Test
    void withoutTheRoleOfTheAccountTheCommandsThatCreateItArePrinted() {
        Bot bot = bot(1);
        TestSnapshot.of(bot).addTo(account).put(bot).set("roles", List.of());
        Cli.Result denied = restore("--yes").exits(3);
        denied.hasErr(
                "subnet group of DMS: The IAM Role arn:aws:iam::123456789012:role/dms-vpc-role is not configured",
                "aws iam create-role --role-name dms-vpc-role",
                "\"Action\":\"sts:AssumeRole\"}]}' --region us-east-1\n",
                "arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole --region us-east-1");
        denied.hasNoErr("database cluster from the snapshot: being created");
        account.set("roles", List.of("dms-vpc-role"));
        Cli.Result again = restore("--yes", "--json", "-");
        assertEquals(Map.of(bot.id(), "restored"), outcomes(again));
        assertNothingIsLeft(account);
    }

    /** The new database has 15.13. */
    @ParameterizedTest
    @ValueSource(strings = {"15.14", "16.9"})
    void aLowerVersionIsRejected(String version) {
        Bot bot = bot(1);
        TestSnapshot.of(bot).with("engineVersion", version).addTo(account).put(bot);
        assertRejected(
                restore("--yes"),
                "The temporary database would have version " + version + ", the new one has 15.13, and DMS does not"
                        + " copy to a lower version");
    }

    @Test
    void contradictionsAreRejected() {
        assertRejected(restore("--bot", "x"), "DMS copies the whole table, so the bots can't be chosen");
        assertRejected(RestoreChecks.restore(account, "--dms-role-arn", "x"), "need --via dms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--dms-role-arn", "--dms-secrets-role-arn", "--stack-role-arn"})
    void whatIsNotTheArnOfARoleIsRejected(String option) {
        for (String arn : List.of("dms", "arn:aws:iam::123456789012:user/dms", "arn:aws:iam::1:role/dms")) {
            assertRejected(restore("--yes", option, arn), option + " " + arn + " is not the ARN of a role");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--dms-role-arn,         The IAM Role arn:aws:iam::123456789012:role/gone is not configured properly",
        "--dms-secrets-role-arn, Check --dms-secrets-role-arn: the role must exist in this account"
    })
    void aRoleThatDoesNotExistIsNamed(String option, String message) {
        Bot bot = bot(1);
        TestSnapshot.of(bot).addTo(account).put(bot);
        restore("--yes", option, "arn:aws:iam::123456789012:role/gone").exits(3).hasErr(message);
        assertEquals(Map.of(), account.rows(bot));
        RestoreChecks.restore(account, "--clean-up", "--yes").exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void thePlanNamesEverythingAndCreatesNothing() {
        Bot bot = bot(1);
        TestSnapshot.of(bot).addTo(account).put(bot);
        Cli.Result result = restore("--dry-run", "--dms-secrets-role-arn", "arn:aws:iam::123456789012:role/secrets");
        result.exits(0);
        assertEquals(List.of(), account.mutations());
        result.hasOut(
                "1 bot to restore",
                "an IAM role with which DMS works (CAPABILITY_IAM)",
                "no IAM role with which DMS reads the two secrets: it is arn:aws:iam::123456789012:role/secrets",
                "then it changes sg-0a1b2c3d4e5f60002 and the route tables of vpc-",
                "rows of deleted bots come along",
                "as sources, not Aurora: DMS may refuse it",
                "aws dms delete-data-migration --data-migration-identifier BedrockChatStack-restore-",
                "IAM policy of restore via DMS");
    }

    @Test
    void givenRolesAreUsedAndNoneIsCreated() {
        Bot bot = bot(1);
        TestSnapshot.of(bot).addTo(account).put(bot).set("roles", List.of("dms-vpc-role", "dms"));
        Cli.Result result = restore("--yes", "--json", "-", "--dms-role-arn", ROLE, "--dms-secrets-role-arn", ROLE);
        result.exits(0);
        assertEquals(Map.of(bot.id(), "restored"), outcomes(result));
        result.hasNoErr("role of DMS: created");
        assertTrue(account.requests("CreateDataMigration").get(0).toString().contains(ROLE));
    }

    @Test
    void everySpellingOfAStatusIsUnderstood() {
        Bot bot = bot(1);
        TestSnapshot.of(bot).addTo(account).put(bot);
        for (String style : Set.of("upper", "console")) {
            account.set("dmsStatusStyle", style).sql("DELETE FROM items");
            Cli.Result result = restore("--yes", "--json", "-");
            assertEquals(Map.of(bot.id(), "restored"), outcomes(result));
        }
    }
}
