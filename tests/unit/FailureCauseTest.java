package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.FailureCause;
import lib.model.Knowledge;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cause the reason of a failure shows: by the words of the library that wrote it, never by names in it. */
class FailureCauseTest {
    private static final String CALL = "An error occurred (%s) when calling the %s operation: ";

    private static Optional<FailureCause> cause(String reason) {
        return FailureCause.of(new Outcome.Failed(reason, "", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "THROTTLING | ThrottlingException | InvokeModel | Too many requests, please wait before trying again.",
                "MODEL | AccessDeniedException | InvokeModel | You don't have access to the model with this model ID.",
                "MODEL | AccessDeniedException | InvokeModel | aws-marketplace:Subscribe is not authorized",
                "MODEL | ResourceNotFoundException | InvokeModel | This model version has reached the end of its life.",
                "MODEL | ValidationException | InvokeModel | The provided model identifier is invalid.",
                "EMPTY_DOCUMENT | ValidationException | InvokeModel | Malformed input request: #/texts/0: expected"
                        + " minLength: 1, actual: 0, please reformat your input and try again.",
                "SECRET | AccessDeniedException | GetSecretValue | User is not authorized to perform: …",
                "SECRET | ResourceNotFoundException | GetSecretValue | Secrets Manager can't find the secret.",
                "MISSING_FILE | 404 | HeadObject | Not Found",
                "MISSING_FILE | NoSuchKey | GetObject | The specified key does not exist.",
                "FILE_ACCESS | 403 | HeadObject | Forbidden",
                "FILE_ACCESS | AccessDenied | GetObject | Access Denied",
                "PERMISSION | AccessDeniedException | Decrypt | no"
            })
    void anErrorOfAwsIsReadByItsCodeAndOperation(FailureCause cause, String code, String operation, String text) {
        assertEquals(Optional.of(cause), cause(CALL.formatted(code, operation) + text));
        assertEquals(
                Optional.of(cause),
                cause(CALL.formatted(code, operation).replace(": ", " (reached max retries: 4): ") + text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IMAGE | CannotPullContainerError: pull image manifest has been retried 5 time(s)",
                "EXECUTION_ROLE | ResourceInitializationError: unable to pull secrets or registry auth: execution"
                        + " resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User:"
                        + " arn:aws:sts::1:assumed-role/x is not authorized to perform: secretsmanager:GetSecretValue",
                "EXECUTION_ROLE | ResourceInitializationError: failed to validate logger args: AccessDeniedException",
                "NETWORK | ResourceInitializationError: unable to pull secrets or registry auth: RequestError: send"
                        + " request failed",
                "NETWORK_INTERFACE | Timeout waiting for network interface provisioning to complete.",
                "NETWORK_INTERFACE | Unexpected EC2 error while attempting to Create Network Interface: …",
                "CAPACITY | Capacity is unavailable at this time. Please try again later",
                "THROTTLING | Rate limit exceeded while preparing network interface to be attached to instance",
                "START | ResourceInitializationError: failed to validate logger args: The specified log group does not"
                        + " exist.",
                "START | the task definition names no such volume"
            })
    void aTaskThatDidNotStartIsReadByTheReasonOfEcs(FailureCause cause, String reason) {
        assertEquals(Optional.of(cause), cause("TaskFailedToStart: " + reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DATABASE | {'S': 'FATAL', 'V': 'FATAL', 'C': '28P01', 'M': 'password authentication failed'}",
                "DATABASE | {'S': 'ERROR', 'V': 'ERROR', 'C': '42P01', 'M': 'relation \"items\" does not exist'}",
                "DATABASE | Can't create a connection to host db and port 5432 (timeout is None and source_address is"
                        + " None).",
                "DATABASE | network error",
                "NETWORK | Could not connect to the endpoint URL: \"https://bedrock-runtime.us-east-1.amazonaws.com/\"",
                "NETWORK | Connect timeout on endpoint URL: \"https://s3.us-east-1.amazonaws.com/\"",
                "VIDEO | Failed to detect language: Could not retrieve a transcript for the video x! This is most"
                        + " likely caused by: Subtitles are disabled for this video",
                "VIDEO | Failed to detect language: YouTube is receiving too many requests from this IP",
                "VIDEO | Could not retrieve a transcript for the video x!",
                "URL | unknown url type: 'www.example.com/a'",
                "FILE_TYPE | Invalid file /tmp/t/a.zzz. The FileType.UNK file type is not supported in partition.",
                "FILE_TYPE | Partitioning is not supported for the FileType.UNK file type.",
                "LANGUAGE_DATA | HTTP Error 403: Forbidden",
                "MEMORY | exit code 137 (OutOfMemoryError: Container killed due to memory usage)",
                "MEMORY | the task ended without a result: SyncStatus is still RUNNING; exit code 137"
                        + " (OutOfMemoryError)",
                "STOP | stopped by --stop",
                "STOP | its task was stopped (by a user)",
                "STOP | the task ended without a result: SyncStatus is still RUNNING; its task was stopped"
                        + " (OutOfMemory)",
                "LOSS | ECS no longer lists the task, and it wrote no status: SyncStatus is QUEUED"
            })
    void everyOtherReasonIsReadByItsFirstWords(FailureCause cause, String reason) {
        assertEquals(Optional.of(cause), cause(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Errno 36] File name too long: '/tmp/t/capacity-planning.docx'",
                "cannot identify image file '/tmp/t/An error occurred (404) when calling the HeadObject operation.png'",
                "could not read '/tmp/t/network interface HeadObject InvokeModel AccessDenied OutOfMemory sitemap.pdf'",
                "exit code 1 (CannotPullContainerError)",
                "exit code 137 (Essential container in task exited)"
            })
    void namesInAReasonShowNoCause(String reason) {
        assertEquals(Optional.empty(), cause(reason));
    }

    @Test
    void onlyFailuresHaveACause() {
        assertEquals(Optional.empty(), FailureCause.of(new Outcome.Unproved("HTTP Error 403: Forbidden", "")));
    }

    @Test
    void aFailureWithoutAReasonIsTheSitemapUrlOfABotThatHasOne() {
        Outcome failed = new Outcome.Failed(TaskOutcome.NO_REASON, "", false);
        Knowledge sitemap = new Knowledge(List.of(), List.of("https://example.com/sitemap.xml"), List.of(), true);
        assertEquals(Optional.of(FailureCause.SITEMAP), FailureCause.of(failed, bot(sitemap)));
        assertEquals(Optional.empty(), FailureCause.of(failed, bot(Knowledge.NONE)));
    }

    private static Bot bot(Knowledge knowledge) {
        return new Bot(new BotKey("user", "user#BOT#1"), "Bot", knowledge, "FAILED", "", "", false, List.of(), false);
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseHasALabelAndARemedyOfItsOwn(FailureCause cause) {
        assertFalse(cause.label().isBlank());
        assertEquals(
                1,
                Stream.of(FailureCause.values()).filter(other -> other.remedy().equals(cause.remedy())).count());
        assertEquals(cause.remedy().toLowerCase().contains("restore this bot"), cause.isRestorable());
    }
}
