package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** A start that certainly brought no task is a new one for the next run, which asks about it again. */
class InterruptedStartTest {
    private static final String THROTTLED =
            "{\"operation\": \"RunTask\", \"times\": -1, \"error\": {\"status\": 400, \"code\":"
                    + " \"ThrottlingException\", \"message\": \"Rate exceeded\"}}";

    @Test
    void ctrlCLeavesNoStartInTheJournalThatWasNeverSent() {
        int bots = 40;
        TestAccount install =
                TestAccount.atRealTime().withoutQuota().put(TestBots.bots(bots)).hold();
        Cli cli = install.cli();
        Cli.Result interrupted = install.startProcess(cli, "--yes", "--parallel", "40")
                .awaiting(() -> install.requests("RunTask").size() >= 3)
                .signal("INT");
        assertEquals(130, interrupted.exit(), interrupted::toString);
        int sent = install.requests("RunTask").size();
        assertTrue(sent < bots, "it was interrupted in time");
        assertEquals(sent, cli.journalled("intended").size(), interrupted::toString);

        Cli.Result no = install.migrate(cli, "--no-wait");
        assertTrue(no.out().contains("Start " + (bots - sent) + " task"), no::toString);
        assertEquals(sent, install.requests("RunTask").size(), no::toString);
    }

    @Test
    void ctrlCWithdrawsAStartThatWasRejected() {
        TestAccount install = TestAccount.atRealTime().put(TestBots.bot(1)).fault(THROTTLED);
        Cli cli = install.cli();
        Cli.Result interrupted = install.startProcess(cli, "--yes")
                .awaiting(() -> install.requests("RunTask").stream().anyMatch(request -> request.has("status")))
                .signal("INT");
        assertEquals(130, interrupted.exit(), interrupted::toString);
        int sent = install.requests("RunTask").size();
        Cli.Result no = install.migrate(cli);
        assertTrue(no.out().contains("0 unconfirmed") && no.out().contains("Start 1 task"), no::toString);
        assertEquals(sent, install.requests("RunTask").size(), no::toString);
    }
}
