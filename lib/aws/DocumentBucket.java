package lib.aws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.DaemonThreads;
import lib.common.RunInterruptedException;
import lib.common.Text;
import lib.model.BotKey;
import lib.retry.Retrier;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The bucket with the files that users have uploaded for their bots, listed page by page through S3. A file is the
 * object {@code <user>/<bot>/documents/<name>} (upstream {@code backend/app/utils.py}). Changes nothing, and reads no
 * file. All errors are {@link ServiceException}s.
 */
public final class DocumentBucket {
    /** How many objects there are, and their size together. */
    public record Content(long objects, long bytes) {
        private static Content of(ListObjectsV2Response page) {
            return new Content(
                    page.contents().size(),
                    page.contents().stream().mapToLong(S3Object::size).sum());
        }

        private Content plus(Content more) {
            return new Content(objects + more.objects, bytes + more.bytes);
        }
    }

    /**
     * A copy beside its original.
     *
     * @param files the objects of the original
     * @param lacking how many of them are missing in the copy, or have another size or a later time there
     * @param example the key of the first of these; empty if there is none
     */
    public record Comparison(long files, long lacking, String example) {
        public boolean isComplete() {
            return lacking == 0;
        }
    }

    private static final Duration RETRY_LIMIT = Duration.ofMinutes(1);
    /** Far below the 5,500 requests a second that S3 serves for a prefix (S3 user guide, "Optimizing performance"). */
    private static final int THREADS = 8;

    private final S3Client client;
    private final String name;
    private final Retrier retrier;

    public DocumentBucket(S3Client client, String name, Retrier retrier) {
        this.client = client;
        this.name = name;
        this.retrier = retrier;
    }

    public String name() {
        return name;
    }

    /** The names of the bot's files that are in the bucket. */
    public Set<String> files(BotKey bot) {
        String folder = bot.pk() + "/" + bot.id() + "/documents/";
        return pages(folder)
                .flatMap(page -> page.contents().stream())
                .map(object -> object.key().substring(folder.length()))
                .collect(Collectors.toSet());
    }

    /** The same for many bots, several at once; the result has their order, whichever answer comes first. */
    public Map<BotKey, Set<String>> files(Collection<BotKey> bots) {
        Map<BotKey, Set<String>> files = new LinkedHashMap<>();
        bots.forEach(bot -> files.put(bot, Set.of()));
        try {
            DaemonThreads.each(
                    retrier.clock(),
                    THREADS,
                    bots,
                    bot -> Map.entry(bot, files(bot)),
                    listed -> files.put(listed.getKey(), listed.getValue()));
        } catch (InterruptedException e) {
            throw new RunInterruptedException(e);
        }
        return files;
    }

    /** Counts every object in the bucket. */
    public Content content() {
        return pages("").map(Content::of).reduce(new Content(0, 0), Content::plus);
    }

    /**
     * Compares this bucket with a copy by the rule of {@code aws s3 sync}: an object is missing, or its size differs,
     * or it is newer than its copy (AWS CLI reference, s3 sync). Both listings have one order, that of the keys' UTF-8
     * (S3 API reference, ListObjectsV2), so they are read side by side.
     */
    public Comparison compareWith(DocumentBucket copy) {
        Iterator<S3Object> copies = copy.objects();
        S3Object candidate = next(copies);
        long files = 0, lacking = 0;
        String example = "";
        for (Iterator<S3Object> originals = objects(); originals.hasNext(); files++) {
            S3Object original = originals.next();
            while (candidate != null && compareKeys(candidate, original) < 0) {
                candidate = next(copies);
            }
            if (candidate == null || !isCopy(candidate, original)) {
                example = lacking++ == 0 ? Text.oneLine(original.key(), 200) : example;
            }
        }
        return new Comparison(files, lacking, example);
    }

    private static boolean isCopy(S3Object copy, S3Object original) {
        return copy.key().equals(original.key())
                && copy.size().equals(original.size())
                && !original.lastModified().isAfter(copy.lastModified());
    }

    private static int compareKeys(S3Object first, S3Object second) {
        return Arrays.compareUnsigned(
                first.key().getBytes(StandardCharsets.UTF_8), second.key().getBytes(StandardCharsets.UTF_8));
    }

    private static S3Object next(Iterator<S3Object> objects) {
        return objects.hasNext() ? objects.next() : null;
    }

    private Iterator<S3Object> objects() {
        return pages("").flatMap(page -> page.contents().stream()).iterator();
    }

    private Stream<ListObjectsV2Response> pages(String prefix) {
        return Stream.iterate(
                page(prefix, null),
                Objects::nonNull,
                page -> Boolean.TRUE.equals(page.isTruncated()) ? page(prefix, page.nextContinuationToken()) : null);
    }

    /** Encoded, because XML has no form for some characters that a key may contain; the SDK decodes it. */
    private ListObjectsV2Response page(String prefix, String token) {
        return retrier.call(
                RETRY_LIMIT,
                () -> ErrorClassifier.classified(() -> client.listObjectsV2(r -> r.bucket(name)
                        .prefix(prefix)
                        .continuationToken(token)
                        .encodingType(EncodingType.URL))));
    }
}
