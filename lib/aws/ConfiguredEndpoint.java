package lib.aws;

import java.net.URI;

/**
 * An endpoint that is used instead of the region's own.
 *
 * @param source for example {@code option --endpoint-url}, {@code variable AWS_ENDPOINT_URL}
 */
public record ConfiguredEndpoint(URI url, String source) {
    private static final String AWS_HOST = ".+\\.(amazonaws\\.com(\\.cn)?|api\\.aws)";

    /** Whether it belongs to AWS, as that of a VPC endpoint does. */
    public boolean isAws() {
        return url.getHost() != null && url.getHost().matches(AWS_HOST);
    }

    /** The URL without a user and a password, which a proxy may need. */
    public String shown() {
        return url.getUserInfo() == null ? url.toString() : url.toString().replace(url.getRawUserInfo() + "@", "");
    }
}
