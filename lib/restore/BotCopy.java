package lib.restore;

import java.util.Optional;
import lib.aws.BotTable;
import lib.aws.RestoreDatabase.CallResult;
import lib.aws.RestoreDatabase;
import lib.cli.Session;
import lib.common.Mark;
import lib.model.Bot;

/** Copies one bot's rows, and proves the copy. Safe to use from several threads, for different bots. */
final class BotCopy {
    private final RestoreDatabase source;
    private final RestoreDatabase target;
    private final BotTable table;
    private final String run;
    private final Session session;
    private final BotCalls calls;

    /** @param run identifies this run in the databases */
    BotCopy(RestoreDatabase source, RestoreDatabase target, BotTable table, String run, Session session) {
        this.source = source;
        this.target = target;
        this.table = table;
        this.run = run;
        this.session = session;
        this.calls = new BotCalls(run, session);
    }

    /** Copies the rows, unless the bot is deleted, embedded or has rows by now. */
    RestoredBot copy(RestoredBot bot) throws InterruptedException {
        Mark deadline = calls.deadline();
        while (true) {
            CallResult fetched = calls.make(bot, "fetch", deadline, call -> target.fetch(call, run, bot.id()));
            Optional<RestoredBot> obstacle = obstacle(bot);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            CallResult inserted =
                    calls.make(bot, "insert", deadline, call -> target.insert(call, run, bot.id(), fetched.rows()));
            if (inserted.rows() > 0) {
                return bot.with(RestoreOutcome.HAD_ROWS, "it got rows while this command worked");
            }
            if (!inserted.isError()) {
                return prove(bot);
            }
            if (calls.isOver(deadline)) {
                throw BotCalls.rejected(inserted);
            }
        }
    }

    /** Why the bot must not be copied now. */
    private Optional<RestoredBot> obstacle(RestoredBot bot) {
        if (bot.bot() == null) {
            return Optional.empty();
        }
        Optional<Bot> now = read(bot);
        if (now.isEmpty()) {
            return Optional.of(bot.with(RestoreOutcome.DELETED, RestoreOutcome.DELETED.reason()));
        }
        return now.filter(NewDatabase::isBeingEmbedded)
                .map(embedding -> bot.with(RestoreOutcome.EMBEDDING, RestoreOutcome.EMBEDDING.reason()));
    }

    private Optional<Bot> read(RestoredBot bot) {
        return session.retrier()
                .call(BotCalls.RETRY_LIMIT, () -> table.read(bot.bot().key()))
                .filter(now -> !now.isLeftover());
    }

    /** Whether the bot is no longer in the conversation table. */
    boolean isDeleted(RestoredBot bot) {
        return read(bot).isEmpty();
    }

    /** Compares the rows in both databases, and takes back a copy that differs. */
    RestoredBot prove(RestoredBot bot) throws InterruptedException {
        Checksums checksums = checksums(bot);
        RestoredBot counted = bot.withRows(checksums.here().rows());
        return switch (checksums.proof()) {
            case EQUAL -> counted.with(RestoreOutcome.RESTORED, RestoreOutcome.RESTORED.reason());
            case REPLACED ->
                counted.with(RestoreOutcome.EMBEDDED_MEANWHILE, RestoreOutcome.EMBEDDED_MEANWHILE.reason());
            case REMOVED -> counted.with(RestoreOutcome.DELETED, "its rows were removed by the app");
            case DIFFERENT -> {
                remove(bot);
                yield counted.with(RestoreOutcome.FAILED, "the copied rows" + checksums.difference());
            }
        };
    }

    /** The bot's rows in both databases. */
    record Checksums(CallResult there, CallResult here) {
        CopyProof proof() {
            return CopyProof.of(there, here);
        }

        /** The end of a sentence about the rows that are different. */
        String difference() {
            return " differ from the snapshot (" + there.rows() + " rows there, " + here.rows()
                    + " here); they were removed again";
        }
    }

    Checksums checksums(RestoredBot bot) throws InterruptedException {
        Mark deadline = calls.deadline();
        return new Checksums(
                calls.make(bot, "checksum", deadline, call -> source.checksum(call, bot.id())),
                calls.make(bot, "checksum", deadline, call -> target.checksum(call, bot.id())));
    }

    /** Removes the rows that were copied. */
    void remove(RestoredBot bot) throws InterruptedException {
        Mark deadline = calls.deadline();
        calls.make(bot, "remove", deadline, call -> target.remove(call, run, bot.id()));
    }
}
