package lib.rehearsal.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import lib.rehearsal.wire.AwsError;

/** The buckets that an account can name, by name: its own, and some of other accounts. */
public final class Buckets {
    public static final long ORDINARY_BYTES = 250_000;
    private static final Comparator<String> BY_UTF_8 =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** What ListObjectsV2 says of an object. */
    record Stored(long bytes, Instant modified) {}

    /**
     * A bucket.
     *
     * @param isForeign whether it belongs to another account, which has not shared it
     * @param objects by key, in the order of S3: that of the keys' UTF-8
     */
    record Bucket(String name, String region, boolean isForeign, NavigableMap<String, Stored> objects) {
        /** Returns at most that many objects with the prefix whose keys come after the given one. */
        List<Map.Entry<String, Stored>> list(String prefix, String after, int limit) {
            boolean begins = BY_UTF_8.compare(after, prefix) < 0;
            return objects.tailMap(begins ? prefix : after, begins).entrySet().stream()
                    .takeWhile(object -> object.getKey().startsWith(prefix))
                    .limit(limit)
                    .toList();
        }
    }

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Creates an empty bucket; one of that name keeps its objects and its region. */
    public void create(String name, String region, boolean isForeign) {
        buckets.merge(
                name,
                new Bucket(name, region, isForeign, new ConcurrentSkipListMap<>(BY_UTF_8)),
                (old, created) -> new Bucket(name, old.region, isForeign, old.objects));
    }

    /** Deletes a bucket with its objects. */
    public void delete(String name) {
        buckets.remove(name);
    }

    /** Puts an object of an ordinary size under each key. */
    public void putObjects(String bucket, Collection<String> keys, Instant now) {
        putObjects(bucket, keys, ORDINARY_BYTES, now);
    }

    /** Puts an object of that size under each key. */
    public void putObjects(String bucket, Collection<String> keys, long bytes, Instant now) {
        keys.forEach(key -> require(bucket).objects.put(key, new Stored(bytes, now)));
    }

    /** Copies all objects of a bucket, as {@code aws s3 sync} does. */
    public void copyObjects(String from, String to, Instant now) {
        require(from).objects.forEach(
                (key, object) -> require(to).objects.put(key, new Stored(object.bytes, now)));
    }

    /** Deletes the objects; a key without one is ignored, as S3 does. */
    public void deleteObjects(String bucket, Collection<String> keys) {
        keys.forEach(require(bucket).objects::remove);
    }

    /**
     * Returns the text of botocore's error when a client of this account asks for the head of an object; empty if it
     * finds the object. A response to HEAD has no body, so the HTTP status is its code.
     */
    public Optional<String> headError(String bucket, String key) {
        Bucket found = buckets.get(bucket);
        if (found != null && found.isForeign) {
            return Optional.of("An error occurred (403) when calling the HeadObject operation: Forbidden");
        }
        return found != null && found.objects.containsKey(key)
                ? Optional.empty()
                : Optional.of("An error occurred (404) when calling the HeadObject operation: Not Found");
    }

    Optional<Bucket> find(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    private Bucket require(String name) {
        return find(name).orElseThrow(() -> new AwsError(404, "NoSuchBucket", "there is no bucket " + name));
    }
}
