package lib.embed;

import java.io.UncheckedIOException;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** Why a run ends before every bot has an outcome. */
sealed interface EarlyEnd {
    /** AWS rejects what concerns every bot. */
    record Rejected(ServiceError error) implements EarlyEnd {
        @Override
        public UserException asError() {
            return new UserException(
                    ExitCode.AWS_ERROR, "AWS rejected the run: " + error.text() + ". " + error.remedy(), null);
        }
    }

    /** Running tasks cannot be watched. */
    record TasksUnreadable(ServiceException cause) implements EarlyEnd {
        @Override
        public UserException asError() {
            ServiceError error = cause.error();
            return new UserException(
                    ExitCode.AWS_ERROR,
                    "The state of the tasks can no longer be read: " + error.text() + ". " + error.remedy(),
                    cause);
        }
    }

    /** Without a journal nothing may be started: a request that is not recorded can be sent twice. */
    record JournalFailed(UncheckedIOException cause) implements EarlyEnd {
        @Override
        public UserException asError() {
            return new UserException(
                    ExitCode.INCOMPLETE,
                    "Stopped: " + cause.getMessage()
                            + ".\nFree disk space.",
                    cause);
        }
    }

    /** Task after task ends without a success. */
    record TasksFail(String failures, String remedy) implements EarlyEnd {
        @Override
        public UserException asError() {
            return new UserException(
                    ExitCode.INCOMPLETE,
                    "Stopped: " + failures + ".\n" + remedy + ".",
                    null);
        }
    }

    /** Returns it with its exit code, in words for the user. */
    UserException asError();
}
