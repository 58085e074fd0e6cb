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
        TestAccount account = TestAccount.inRealTime().withoutQuota().put(TestBots.bots(bots)).pauseClock();
        Cli cli = account.cli().interruptible();
        Cli.Result interrupted = account.startProcess(cli, "--yes", "--parallel", "40")
                .waitUntil(() -> account.requests("RunTask").size() >= 3)
                .signal("INT").exits(130);
        int sent = account.requests("RunTask").size();
        assertTrue(sent < bots, "it was interrupted in time");
        assertEquals(sent, cli.journalLines("intended").size(), interrupted::toString);

        Cli.Result next = account.migrate(cli, "--dry-run"); // a run would watch the tasks that were started
        next.hasOut(", " + (bots - sent) + " to start, " + sent + " to resume");
    }

    @Test
    void ctrlCWithdrawsAStartThatWasRejected() {
        TestAccount account = TestAccount.inRealTime().put(TestBots.bot(1)).fault(THROTTLED);
        Cli cli = account.cli().interruptible();
        Cli.Result interrupted = account.startProcess(cli, "--yes")
                .waitUntil(() -> account.requests("RunTask").stream().anyMatch(request -> request.has("status")))
                .signal("INT");
        interrupted.exits(130);
        int sent = account.requests("RunTask").size();
        Cli.Result no = account.migrate(cli).hasOut("  journal          no bot yet\n", "Start 1 embedding task");
        assertEquals(sent, account.requests("RunTask").size(), no::toString);
    }
}
