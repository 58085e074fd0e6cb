package lib.aws;

import java.util.Optional;
import java.util.Set;
import lib.common.Similar;
import lib.common.Text;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** What to say to a user without credentials: the SDK's own text names its classes. */
final class CredentialAdvice {
    private static final String SIGN_IN = "\nSign in (aws sso login, aws login, aws configure), or give --profile.";

    private CredentialAdvice() {}

    /** The rest of the sentence "No AWS credentials …", and what to do. */
    static String of(AwsClients.Access access, RuntimeException e) {
        String profile = access.profileInUse();
        if (has(profile, ProfileProperty.MFA_SERIAL)) {
            return ": the profile " + profile + " needs an MFA code, which only the AWS CLI asks for.\n"
                    + "Run eval \"$(aws configure export-credentials --profile " + profile
                    + " --format env)\", and then this command without --profile.";
        }
        if (has(profile, ProfileProperty.LOGIN_SESSION)) {
            return " for profile " + profile + ": its session has ended, or was never begun.\nSign in with aws login"
                    + " --profile " + profile + ".";
        }
        if (access.profile() != null) {
            return " for profile " + profile + ": " + missing(access).orElseGet(() -> cause(e)) + SIGN_IN;
        }
        return " were found: not in the environment (AWS_ACCESS_KEY_ID), not in the profile " + profile
                + ", and not on this machine." + SIGN_IN;
    }

    private static String cause(RuntimeException e) {
        return Text.oneLine(PlainErrors.rootCause(e).replaceAll(" \\((Service|SDK Attempt Count): .*", ""), 200);
    }

    /** Says that the profile that was given does not exist; empty if it does, or if none was given. */
    static Optional<String> missing(AwsClients.Access access) {
        String profile = access.profile();
        Set<String> names = file().map(file -> file.profiles().keySet()).orElse(Set.of());
        return profile == null || names.contains(profile)
                ? Optional.empty()
                : Optional.of("there is no such profile." + Similar.hint(profile, names));
    }

    private static boolean has(String profile, String property) {
        return file().flatMap(file -> file.profile(profile))
                .flatMap(p -> p.property(property))
                .isPresent();
    }

    /** The AWS configuration; empty if it is unreadable, which the SDK has reported already. */
    private static Optional<ProfileFile> file() {
        try {
            return Optional.of(ProfileFile.defaultProfileFile());
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
