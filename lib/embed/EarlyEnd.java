package lib.embed;

import java.io.UncheckedIOException;
import java.util.Optional;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.retry.ServiceError;

/** Why a run ends before every bot has an outcome, in words for the user. Belongs to the run's thread. */
final class EarlyEnd {
    private Optional<UserException> reason = Optional.empty();

    Optional<UserException> reason() {
        return reason;
    }

    /** AWS rejects what concerns every bot. */
    void rejected(ServiceError error) {
        set(ExitCode.AWS_ERROR, "AWS rejected the run: " + error.text() + ". " + error.remedy(), null);
    }

    /** Running tasks cannot be watched. */
    void tasksUnreadable(ServiceError error, Exception cause) {
        set(
                ExitCode.AWS_ERROR,
                "The state of the tasks can no longer be read: " + error.text() + ". " + error.remedy(),
                cause);
    }

    /** Without a journal nothing may be started: a request that is not recorded can be sent twice. */
    void journalFailed(UncheckedIOException e) {
        set(
                ExitCode.INCOMPLETE,
                "Stopped: " + e.getMessage() + ".\nFree disk space, and run the same command again to continue.",
                e);
    }

    /** Task after task ends without a success. */
    void tasksFail(String failures, String remedy) {
        set(
                ExitCode.INCOMPLETE,
                "Stopped: " + failures + ".\n" + remedy + ", and run the same command again.",
                null);
    }

    private void set(ExitCode exitCode, String message, Exception cause) {
        reason = Optional.of(new UserException(exitCode, message, cause));
    }
}
