package lib.aws;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import lib.common.Text;
import lib.common.UserException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The endpoints that a profile of the AWS configuration names, its own and those of its {@code services} section (AWS
 * SDKs and Tools Reference Guide, "Service-specific endpoints").
 */
final class ProfileEndpoints {
    /** A line of a section: {@code endpoint_url}, or {@code dynamodb.endpoint_url} if it is indented below a service. */
    private record Line(String section, String name, String value) {
        boolean isEndpoint() {
            return name.equals(ProfileProperty.ENDPOINT_URL) || name.endsWith("." + ProfileProperty.ENDPOINT_URL);
        }
    }

    private ProfileEndpoints() {}

    /**
     * Checks their form in both files. The SDK takes {@code localhost:4566} for a URL with the scheme localhost, and
     * fails at the first request.
     *
     * @throws UserException if one has no scheme or no host, or if a file cannot be read
     */
    static void check(String profile) {
        check(profile, ProfileFile.Type.CONFIGURATION, ProfileFileLocation.configurationFileLocation());
        check(profile, ProfileFile.Type.CREDENTIALS, ProfileFileLocation.credentialsFileLocation());
    }

    private static void check(String profile, ProfileFile.Type type, Optional<Path> path) {
        path.ifPresent(file -> lines(read(file, type), profile)
                .filter(line -> line.isEndpoint() && !ConfiguredEndpoint.isForm(line.value()))
                .findFirst()
                .ifPresent(line -> {
                    throw AwsClients.noEndpoint(
                            "%s of %s in %s".formatted(line.name(), line.section(), file), line.value());
                }));
    }

    private static Stream<Line> lines(ProfileFile file, String name) {
        return file.profile(name).stream()
                .flatMap(profile -> Stream.concat(
                        lines("profile " + name, profile),
                        profile.property("services").stream().flatMap(services -> file
                                .getSection("services", services)
                                .stream()
                                .flatMap(section -> lines("services " + services, section)))));
    }

    private static Stream<Line> lines(String title, Profile section) {
        return section.properties().entrySet().stream()
                .map(property -> new Line(title, property.getKey(), property.getValue()));
    }

    private static ProfileFile read(Path file, ProfileFile.Type type) {
        try {
            return ProfileFile.builder().content(file).type(type).build();
        } catch (RuntimeException e) { // an IllegalArgumentException, or what could not be read
            throw UserException.badSettings(
                    "The AWS configuration file %s cannot be read: %s. Correct it.",
                    file, Text.oneLine(PlainErrors.rootCause(e), 200));
        }
    }
}
