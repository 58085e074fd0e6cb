package lib.aws;

import java.net.URI;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * A service with the Query protocol.
 *
 * @param name in signatures
 * @param version of its API
 * @param region in signatures
 */
public record QueryService(String name, String version, String region, URI endpoint) {
    /** EC2 has an endpoint in each region. */
    public static QueryService ec2(String region) {
        String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
        return new QueryService("ec2", "2016-11-15", region, https("ec2." + region + "." + suffix));
    }

    /** IAM has one endpoint in each partition, in the region that is signed (AWS General Reference, IAM endpoints). */
    public static QueryService iam(String region) {
        return switch (PartitionMetadata.of(Region.of(region)).id()) {
            case "aws-cn" -> iam("cn-north-1", "iam.cn-north-1.amazonaws.com.cn");
            case "aws-us-gov" -> iam("us-gov-west-1", "iam.us-gov.amazonaws.com");
            default -> iam("us-east-1", "iam.amazonaws.com");
        };
    }

    private static QueryService iam(String region, String host) {
        return new QueryService("iam", "2010-05-08", region, https(host));
    }

    private static URI https(String host) {
        return URI.create("https://" + host);
    }

    /** The same service at another endpoint. */
    QueryService at(URI other) {
        return new QueryService(name, version, region, other);
    }
}
