package lib.aws;

import java.util.function.Supplier;
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
                    + " --profile " + profile + ", and run the same command again.";
        }
        if (access.profile() != null) {
            return " for profile " + profile + ": " + (exists(profile) ? cause(e) : "there is no such profile.")
                    + SIGN_IN;
        }
        return " were found: not in the environment (AWS_ACCESS_KEY_ID), not in the profile " + profile
                + ", and not on this machine." + SIGN_IN;
    }

    private static String cause(RuntimeException e) {
        return Text.oneLine(PlainErrors.rootCause(e).replaceAll(" \\((Service|SDK Attempt Count): .*", ""), 200);
    }

    private static boolean exists(String profile) {
        return orFalse(() -> ProfileFile.defaultProfileFile().profile(profile).isPresent());
    }

    private static boolean has(String profile, String property) {
        return orFalse(() -> ProfileFile.defaultProfileFile()
                .profile(profile)
                .flatMap(p -> p.property(property))
                .isPresent());
    }

    /** An unreadable file is what the SDK has reported already. */
    private static boolean orFalse(Supplier<Boolean> question) {
        try {
            return question.get();
        } catch (RuntimeException unreadable) {
            return false;
        }
    }
}
