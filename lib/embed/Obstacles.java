package lib.embed;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import lib.aws.DocumentBucket;
import lib.common.Console;
import lib.common.Text;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.proof.RowVerifier;
import lib.retry.ServiceException;

/**
 * Finds the bots whose task could only fail, before it is started: with a missing attribute, or a missing file. If the
 * bucket cannot be listed, it warns once, and files are not checked any more. Safe to use from several threads.
 */
final class Obstacles {
    private static final int NAMED = 3;

    private final BotFilter filter;
    private final RowVerifier rows;
    private final boolean acceptMissing;
    private final Journal journal;
    private final Console console;
    private final Setup setup;
    private final Set<BotKey> checked = ConcurrentHashMap.newKeySet();
    private final Set<BotKey> withoutFiles = ConcurrentHashMap.newKeySet();
    /** Empty if it cannot be listed; null until it is needed. */
    private Optional<DocumentBucket> bucket;

    Obstacles(Setup setup, Journal journal) {
        this.setup = setup;
        this.filter = setup.options().which.filter();
        this.rows = setup.rows();
        this.acceptMissing = setup.options().proof.acceptMissing;
        this.journal = journal;
        this.console = setup.session().console();
    }

    /** The bot's outcome if its task could only fail. */
    Optional<Outcome.NotStarted> of(Bot bot) {
        return Optional.ofNullable(of(List.of(bot)).get(bot));
    }

    /** Those of these bots whose task could only fail, each with its outcome. */
    Map<Bot, Outcome.NotStarted> of(Collection<Bot> bots) {
        Map<Bot, Outcome.NotStarted> found = new LinkedHashMap<>();
        bots.stream()
                .filter(bot -> !bot.missingAttributes().isEmpty())
                .forEach(bot -> found.put(
                        bot,
                        notStarted(
                                bot,
                                Obstacle.ATTRIBUTES_MISSING,
                                "its item has no " + String.join(", ", bot.missingAttributes()))));
        List<Bot> readable = bots.stream()
                .filter(bot -> filter.needsFiles(bot) && !found.containsKey(bot))
                .toList();
        Optional<DocumentBucket> documents = readable.isEmpty() ? Optional.empty() : bucket();
        documents.ifPresent(in -> files(in, readable)
                .forEach((bot, files) -> filesMissing(bot, in, files).ifPresent(each -> found.put(bot, each))));
        return found;
    }

    private Optional<Outcome.NotStarted> filesMissing(Bot bot, DocumentBucket documents, Set<String> inBucket) {
        List<String> files = bot.knowledge().files().stream().distinct().toList();
        List<String> missing =
                files.stream().filter(file -> !inBucket.contains(file)).toList();
        checked.add(bot.key());
        if (missing.size() == files.size()) {
            withoutFiles.add(bot.key());
        }
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String reason = missing(files.size(), missing, documents.name());
        return Optional.of(notStarted(bot, Obstacle.FILES_MISSING, reason));
    }

    private static String missing(int files, List<String> missing, String bucket) {
        String names = missing.stream()
                .limit(NAMED)
                .map(file -> Text.oneLine(file, 100))
                .collect(Collectors.joining(", "));
        int others = missing.size() - NAMED;
        String count =
                missing.size() == files ? Text.count(files, "file") : missing.size() + " of its " + files + " files";
        return count + " not in the bucket " + bucket + ": " + names
                + (others > 0 ? String.format(Locale.ROOT, " and %,d more", others) : "");
    }

    private Outcome.NotStarted notStarted(Bot bot, Obstacle obstacle, String reason) {
        List<String> missing = rows.missing(bot);
        List<String> accepted = journal.entry(bot.key()).acceptedGaps();
        return new Outcome.NotStarted(
                reason,
                Optional.of(obstacle),
                missing,
                acceptMissing || !missing.isEmpty() && accepted.containsAll(missing));
    }

    /** The names of the files in the bucket, of each bot; empty if it cannot be listed. */
    private Map<Bot, Set<String>> files(DocumentBucket documents, List<Bot> bots) {
        try {
            Map<BotKey, Set<String>> files =
                    documents.files(bots.stream().map(Bot::key).toList());
            Map<Bot, Set<String>> ofBots = new LinkedHashMap<>();
            bots.forEach(bot -> ofBots.put(bot, files.get(bot.key())));
            return ofBots;
        } catch (ServiceException e) {
            giveUp("the bucket " + documents.name() + " cannot be listed (" + e.error().text() + ")", e);
            return Map.of();
        }
    }

    private synchronized Optional<DocumentBucket> bucket() {
        if (bucket == null) {
            bucket = setup.documentBucket();
            if (bucket.isEmpty()) {
                warn("no DOCUMENT_BUCKET of the task definition's container is known", "");
            }
        }
        return bucket;
    }

    private synchronized void giveUp(String why, ServiceException e) {
        if (bucket.isPresent()) {
            boolean isDenied = e.error().isAccessDenied();
            warn(why, isDenied ? " Grant s3:ListBucket to have them checked." : "");
            bucket = Optional.empty();
        }
    }

    private void warn(String why, String remedy) {
        console.warn("The files of the bots are not checked: " + why + ". The task of a bot without one of its files"
                + " fails." + remedy);
    }

    /** Why the files of all bots are missing; empty if some are there. */
    Optional<String> whyAllFilesAreMissing() {
        return checked.isEmpty() || !checked.equals(withoutFiles)
                ? Optional.empty()
                : Optional.of("No file of any bot is in the bucket: v1.4.0 keeps them in a new bucket, and its deploy"
                        + " deletes the old one with everything in it.");
    }
}
