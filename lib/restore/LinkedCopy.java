package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.Session;
import lib.model.Bot;

/** The new database reads the temporary one through postgres_fdw, and inserts the rows bot by bot. */
final class LinkedCopy implements RowCopy {
    private final RestoreServices services;
    private final RestorePlan plan;
    private final RestoreOptions options;
    private final SnapshotFinder snapshots;
    private final Session session;

    LinkedCopy(
            RestoreServices services,
            RestorePlan plan,
            RestoreOptions options,
            SnapshotFinder snapshots,
            Session session) {
        this.services = services;
        this.plan = plan;
        this.options = options;
        this.snapshots = snapshots;
        this.session = session;
    }

    @Override
    public List<RestoredBot> run(Lease lease, Stacks.State stack, RestoreDatabase source) throws InterruptedException {
        new DatabaseLink(source, services.target(), session)
                .make(
                        lease.run(),
                        stack.outputs().get("Port"),
                        plan.settings().securityGroup().value());
        BotCopy copy = new BotCopy(source, services.target(), services.table(), lease.run(), session);
        BotCopies copies = new BotCopies(options.how.parallel, session);
        List<RestoredBot> earlier = copiedEarlier();
        List<RestoredBot> results = new ArrayList<>(leftAlone(earlier));
        List<RestoredBot> toCopy = inSnapshot(source, results);
        if (toCopy.isEmpty() && !plan.target().toCopy().isEmpty()) {
            snapshots.warnOfNoRows(plan.snapshot());
        }
        results.addAll(copies.run(earlier, copy::prove));
        results.addAll(copies.run(toCopy, copy::copy));
        return results;
    }

    /** The selected bots whose rows an earlier run has copied, and that still have rows. */
    private List<RestoredBot> copiedEarlier() {
        Set<String> copied = services.target().copied().keySet();
        Map<String, Bot> selected = plan.target().selected().stream()
                .collect(Collectors.toMap(bot -> bot.key().id(), bot -> bot, (a, b) -> a));
        return copied.stream()
                .filter(plan.target().withRows()::contains)
                .filter(id -> selected.containsKey(id)
                        || options.includesDeleted() && !plan.target().all().contains(id))
                .map(id -> new RestoredBot(id, selected.get(id), RestoreOutcome.RESTORED, "", 0))
                .toList();
    }

    private List<RestoredBot> leftAlone(List<RestoredBot> earlier) {
        Set<String> ids = earlier.stream().map(RestoredBot::id).collect(Collectors.toSet());
        return plan.target().leftAlone().stream()
                .filter(bot -> !ids.contains(bot.id()))
                .toList();
    }

    /** The bots whose rows the snapshot has; the others are added to the results. */
    private List<RestoredBot> inSnapshot(RestoreDatabase source, List<RestoredBot> results) {
        Set<String> present = services.bots(source, session);
        List<RestoredBot> toCopy = new ArrayList<>();
        for (Bot bot : plan.target().toCopy()) {
            if (present.contains(bot.key().id())) {
                toCopy.add(RestoredBot.of(bot, RestoreOutcome.RESTORED));
            } else {
                results.add(RestoredBot.of(bot, RestoreOutcome.NOT_IN_SNAPSHOT));
            }
        }
        present.removeAll(plan.target().all());
        present.removeAll(plan.target().withRows());
        if (options.includesDeleted()) {
            present.forEach(id -> toCopy.add(RestoredBot.ofDeleted(id)));
        } else if (!present.isEmpty()) {
            session.console()
                    .say("Bots of the snapshot that are no longer in the conversation table: " + present.size()
                            + ". Their rows are not copied (--include-deleted copies them).");
        }
        return toCopy;
    }
}
