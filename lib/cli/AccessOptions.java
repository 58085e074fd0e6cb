package lib.cli;

import java.net.URI;
import lib.aws.ConfiguredEndpoint;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose the AWS account, region and endpoint. */
public final class AccessOptions {
    public static final String HEADING = "%nAWS access:%n";

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region (default: as with the AWS CLI)")
    public String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = {"profile of the AWS configuration", "roles, SSO and aws login work"})
    public String profile;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            converter = Endpoint.class,
            description = "endpoint of all services (default: AWS)")
    public URI endpoint;

    static final class Endpoint implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            if (!ConfiguredEndpoint.isForm(value)) {
                throw new TypeConversionException("'" + value + "' is not a URL like http://localhost:4566");
            }
            return URI.create(value);
        }
    }
}
