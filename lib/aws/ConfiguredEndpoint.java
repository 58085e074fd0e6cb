package lib.aws;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * An endpoint that is used instead of the region's own.
 *
 * @param source for example {@code option --endpoint-url}, {@code variable AWS_ENDPOINT_URL}
 */
public record ConfiguredEndpoint(URI url, String source) {
    private static final String AWS_HOST = ".+\\.(amazonaws\\.com(\\.cn)?|api\\.aws)";

    /** Whether a text has the form of an endpoint, wherever it is given: a URL with http or https and a host. */
    public static boolean isForm(String text) {
        try {
            URI url = new URI(text);
            return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether it belongs to AWS, as that of a VPC endpoint does. */
    public boolean isAws() {
        return url.getHost() != null && url.getHost().matches(AWS_HOST);
    }

    /** The URL without a user and a password, which a proxy may need. */
    public String shown() {
        return url.getUserInfo() == null ? url.toString() : url.toString().replace(url.getRawUserInfo() + "@", "");
    }
}
