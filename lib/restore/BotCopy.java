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
    /** The rows of the new database name the bucket that they must name. */
    static final String AS_IT_IS = "";

    private final RestoreDatabase source;
    private final RestoreDatabase target;
    private final BotTable table;
    private final EmbeddedNow embeddedNow;
    private final String run;
    private final String snapshot;
    private final String bucket;
    private final Session session;
    private final BotCalls calls;

    /**
     * @param run identifies this run in the databases
     * @param plan names the snapshot in {@code source}, and the bucket of the files
     */
    BotCopy(RestoreDatabase source, RestoreServices services, String run, RestorePlan plan, Session session) {
        this.source = source;
        this.target = services.target();
        this.table = services.table();
        this.embeddedNow = services.embeddedNow();
        this.run = run;
        this.snapshot = plan.snapshot().arn();
        this.bucket = plan.bucket();
        this.session = session;
        this.calls = new BotCalls(run, session);
    }

    /** Copies the rows, unless the bot is deleted, embedded or has rows by now. */
    RestoredBot copy(RestoredBot bot) throws InterruptedException {
        Mark deadline = calls.deadline();
        while (true) {
            CallResult fetched = calls.make(bot, "fetch", deadline, call -> target.fetch(call, run, bot.id(), bucket));
            Optional<RestoredBot> obstacle = obstacle(bot);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            CallResult inserted = calls.make(
                    bot, "insert", deadline, call -> target.insert(call, run, bot.id(), fetched.rows(), snapshot));
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
        return now.filter(embeddedNow::has)
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
            case EQUAL -> proved(counted, RestoreOutcome.RESTORED.reason());
            case REPLACED ->
                removed(counted, RestoreOutcome.EMBEDDED_MEANWHILE, RestoreOutcome.EMBEDDED_MEANWHILE.reason());
            case REMOVED -> removed(counted, RestoreOutcome.DELETED, "its rows were removed by the app");
            case DIFFERENT ->
                removed(counted, RestoreOutcome.FAILED, "the copied rows" + checksums.difference());
        };
    }

    /** Notes that the rows are those of the snapshot: no later run takes them away. */
    RestoredBot proved(RestoredBot bot, String reason) {
        target.setProved(run, bot.id());
        return bot.with(RestoreOutcome.RESTORED, reason);
    }

    /** Removes the copied rows that are still there, and forgets them. */
    RestoredBot removed(RestoredBot bot, RestoreOutcome outcome, String reason) throws InterruptedException {
        remove(bot);
        return bot.with(outcome, reason);
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
                calls.make(bot, "checksum", deadline, call -> source.checksum(call, bot.id(), bucket)),
                calls.make(bot, "checksum", deadline, call -> target.checksum(call, bot.id(), AS_IT_IS)));
    }

    /** Removes the rows that were copied. */
    void remove(RestoredBot bot) throws InterruptedException {
        Mark deadline = calls.deadline();
        calls.make(bot, "remove", deadline, call -> target.remove(call, run, bot.id()));
    }
}
