package lib.common;

import java.nio.file.Path;
import java.util.Map;

/**
 * The user's folders.
 *
 * @param home the home folder as the shell and the AWS CLI see it; Java's own {@code user.home} comes from the system's
 *     user database
 */
public record UserFolders(Path home) {
    public static UserFolders of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return new UserFolders(Path.of(home.isBlank() ? System.getProperty("user.home") : home));
    }

    /** The folder of the journals. */
    public Path journals() {
        return home.resolve(".bedrock-chat-migration");
    }

    /** The path as a user writes it: with {@code ~} for the home. */
    public String shown(Path path) {
        return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
    }
}
