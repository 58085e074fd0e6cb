package lib.restore;

import java.util.List;
import lib.aws.RestoreDatabase;
import lib.aws.RestoreDatabase.CallResult;
import lib.cli.Session;

/** The bots that an earlier run has restored and proved: whether the rows are still those. */
final class ProvedCopies {
    private final RestoreDatabase target;
    private final BotCalls calls;
    private final BotCopies copies;

    /** @param run identifies this run in the databases */
    ProvedCopies(RestoreDatabase target, String run, Session session) {
        this.target = target;
        this.calls = new BotCalls(run, session);
        this.copies = new BotCopies(session);
    }

    /** What became of these bots since; none of their rows is changed. */
    List<RestoredBot> look(List<RestoredBot> bots) throws InterruptedException {
        return copies.run(bots, this::look);
    }

    private RestoredBot look(RestoredBot bot) throws InterruptedException {
        CallResult here = calls.make(
                bot, "checksum", calls.deadline(), call -> target.checksum(call, bot.id(), BotCopy.AS_IT_IS));
        RestoredBot counted = bot.withRows(here.copied());
        return here.rows() == here.copied()
                ? counted.with(RestoreOutcome.RESTORED, RestoreOutcome.RESTORED.reason())
                : counted.with(RestoreOutcome.EMBEDDED_MEANWHILE, RestoreOutcome.EMBEDDED_MEANWHILE.reason());
    }
}
