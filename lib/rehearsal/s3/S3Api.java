package lib.rehearsal.s3;

import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;

/** The operation ListObjectsV2 of S3, with the errors of the API reference. */
public final class S3Api {
    private static final int MAX_KEYS = 1000;
    private static final String REGION_HEADER = "x-amz-bucket-region";
    private static final Set<String> LIST_PARAMETERS =
            Set.of("Bucket", "list-type", "prefix", "continuation-token", "encoding-type");

    private final Buckets buckets;

    public S3Api(Buckets buckets) {
        this.buckets = buckets;
    }

    /**
     * Handles a request that was sent to the endpoint of the region for which it is signed.
     *
     * @throws AwsError if the bucket does not exist, or if the operation is not implemented
     */
    public AwsResponse handle(AwsRequest request) {
        if (!request.operation().equals("ListObjectsV2")) {
            throw new AwsError(501, "NotImplemented", "The embedded AWS does not implement this request to S3.");
        }
        String name = Json.string(request.parameters(), "Bucket").orElse("");
        Optional<Buckets.Bucket> found = buckets.find(name);
        if (found.isEmpty()) {
            throw new AwsError(
                    404, "NoSuchBucket", "The specified bucket does not exist", Json.object("BucketName", name));
        }
        Buckets.Bucket bucket = found.get();
        return answer(bucket, request).with(REGION_HEADER, bucket.region());
    }

    private static AwsResponse answer(Buckets.Bucket bucket, AwsRequest request) {
        try {
            if (!bucket.region().equals(request.caller().region())) {
                throw redirect(bucket);
            }
            if (bucket.isForeign()) {
                throw new AwsError(403, "AccessDenied", "Access Denied");
            }
            return AwsResponse.ok(AwsService.S3, request.operation(), list(bucket, request.parameters()));
        } catch (AwsError e) {
            return AwsResponse.ofError(AwsService.S3, e);
        }
    }

    private static AwsError redirect(Buckets.Bucket bucket) {
        return new AwsError(
                301,
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified endpoint. Please send"
                        + " all future requests to this endpoint.",
                Json.object(
                        "Endpoint", bucket.name() + ".s3." + bucket.region() + ".amazonaws.com",
                        "Bucket", bucket.name()));
    }

    private static JsonObject list(Buckets.Bucket bucket, JsonObject parameters) {
        parameters.keySet().stream()
                .filter(name -> !LIST_PARAMETERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new AwsError(501, "NotImplemented", "The embedded AWS lists objects without " + name + ".");
                });
        String prefix = Json.string(parameters, "prefix").orElse("");
        Optional<String> token = Json.string(parameters, "continuation-token");
        Optional<String> encoding = Json.string(parameters, "encoding-type");
        UnaryOperator<String> encode = encoding.isPresent() ? S3Api::urlEncoded : UnaryOperator.identity();
        String after = token.map(S3Api::decoded).orElse("");
        List<Map.Entry<String, Buckets.Stored>> page = new ArrayList<>(bucket.list(prefix, after, MAX_KEYS + 1));
        boolean isTruncated = page.size() > MAX_KEYS;
        if (isTruncated) {
            page.remove(MAX_KEYS);
        }
        List<JsonObject> contents = page.stream()
                .map(object -> Json.object(
                        "Key", encode.apply(object.getKey()),
                        "LastModified", Json.iso(object.getValue().modified()),
                        "ETag", "\"00000000000000000000000000000000\"",
                        "Size", object.getValue().bytes(),
                        "StorageClass", "STANDARD"))
                .toList();
        return Json.object(
                "Name", bucket.name(),
                "Prefix", encode.apply(prefix),
                "KeyCount", page.size(),
                "MaxKeys", MAX_KEYS,
                "EncodingType", encoding.orElse(null),
                "ContinuationToken", token.orElse(null),
                "IsTruncated", isTruncated,
                "NextContinuationToken", isTruncated ? encoded(page.get(page.size() - 1).getKey()) : null,
                "Contents", contents);
    }

    private static String encoded(String key) {
        return Base64.getEncoder().encodeToString(AwsResponse.utf8(key));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidArgument", "The continuation token provided is incorrect");
        }
    }

    /** A space becomes a plus sign, and a slash stays. */
    private static String urlEncoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
