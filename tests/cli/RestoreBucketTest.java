package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.TestSnapshot;

/** {@code restore}: the copied rows name the bucket of today, from which the app makes its links. */
class RestoreBucketTest {
    private static final String ELSEWHERE = "https://example.com/s3://" + TestSnapshot.BUCKET + "/x";

    @AutoClose("remove")
    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 30).set("dmsVpcRole", true);
    private final TestBots.Bot withFile = TestBots.bot(1), withUrl = TestBots.bot(2, ELSEWHERE);

    @BeforeEach
    void putBots() {
        account.put(withFile, withUrl);
    }

    private static String today(TestBots.Bot bot, String name) {
        return "s3://" + TestAccount.DOCUMENT_BUCKET + "/" + bot.user() + "/" + bot.id() + "/documents/" + name;
    }

    private void assertRowsNameToday(Cli.Result result) {
        assertEquals(Set.of(today(withFile, "manual-1.pdf")), account.rows(withFile).keySet(), result::toString);
        assertEquals(
                Set.of(ELSEWHERE, today(withUrl, "manual-2.pdf")),
                account.rows(withUrl).keySet(),
                result::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres_fdw", "dms"})
    void theRowsNameTheBucketOfTodayAndAreProvedWithIt(String via) {
        TestSnapshot.of(withFile, withUrl).addTo(account);
        Cli.Result plan = restore(account, "--via", via, "--dry-run");
        plan.hasOut("to files name today's bucket " + TestAccount.DOCUMENT_BUCKET);
        Cli.Result result = restore(account, "--via", via, "--yes", "--json", "-").exits(0);
        assertEquals(Map.of(withFile.id(), "restored", withUrl.id(), "restored"), outcomes(result), result::toString);
        assertRowsNameToday(result);
        result.hasErr("the snapshot's files are in bucket " + TestSnapshot.BUCKET);
        account.verify().exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void aBucketThatIsTheSameIsNotMentioned() {
        TestSnapshot.of(withUrl)
                .with(
                        "bots",
                        List.of(
                                Map.of("botId", withFile.id(), "sources", List.of(today(withFile, "manual-1.pdf"))),
                                Map.of(
                                        "botId", withUrl.id(),
                                        "sources", List.of(ELSEWHERE, today(withUrl, "manual-2.pdf")))))
                .addTo(account);
        Cli.Result result = restore(account, "--yes").exits(0).hasNoErr("the snapshot's files are in bucket");
        assertRowsNameToday(result);
    }
}
