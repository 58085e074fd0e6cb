package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import lib.aws.RestoreDatabase.CallResult;
import lib.model.EngineVersion;
import lib.restore.CopyProof;
import lib.restore.LinkError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code restore}: the version of a database, the proof of a copy, errors of the link. */
class RestoreRulesTest {
    @ParameterizedTest
    @CsvSource({
        "15.3,  15.3 15.8 16.1,          15.3",
        "15.3,  15.10 15.8 14.9 16.1,    15.8",
        "15.3,  15.2 16.1,               ",
        "15.3,  15.10 16.4,              15.10",
        "14.9,  15.3,                    ",
        "15.3,  15.3-limitless 15.3,     15.3",
        "11.9,  13.12 15.3 16.1,         "
    })
    void theVersionIsTheSnapshotsOwnOrTheNearestLaterMinor(String snapshot, String available, String expected) {
        assertEquals(
                Optional.ofNullable(expected),
                EngineVersion.forSnapshot(snapshot, List.of(available.split(" "))).map(EngineVersion::text));
    }

    @ParameterizedTest
    @CsvSource({
        "15.3,   15.10 15.13 15.8 16.1, 15.13",
        "15.10,  15.10 15.13 16.1,      15.10",
        "15.12,  15.10 15.8 16.1,       ",
        "15.0,   14.9 15.6 15.13,       15.13",
        "15.3,   16.1,                  "
    })
    void aDeployNamesThePresentVersionOrTheNewestThatIsNotBelowIt(String present, String available, String expected) {
        assertEquals(
                Optional.ofNullable(expected),
                EngineVersion.forDeploy(EngineVersion.of(present), List.of(available.split(" ")))
                        .map(EngineVersion::text));
    }

    @ParameterizedTest
    @CsvSource({
        "15.3, 15.10, true",
        "15.10, 15.3, false",
        "15.3, 15.3, false",
        "14.9, 15.3, true",
        "16.1, 15.3, false",
        "15, 15.1, true",
        "15.x, 15.0, false"
    })
    void versionsAreComparedByTheirNumbers(String version, String other, boolean isBelow) {
        assertEquals(isBelow, EngineVersion.of(version).isBelow(EngineVersion.of(other)));
        String newer = isBelow ? other : version;
        assertEquals(newer, EngineVersion.newest(List.of(version, other)).orElseThrow().text());
    }

    @ParameterizedTest
    @CsvSource({
        // rows and checksum in the snapshot; rows, copied rows and checksum in the new database
        "5, 7,  5, 5, 7,  EQUAL",
        "5, 7,  5, 5, 8,  DIFFERENT",
        "5, 7,  4, 4, 6,  DIFFERENT",
        "5, 7,  8, 5, 9,  BESIDE_OTHERS",
        "5, 7,  3, 0, 9,  REPLACED",
        "5, 7,  5, 0, 9,  REPLACED",
        "5, 7,  0, 0, '', REMOVED",
        "0, '', 0, 0, '', EQUAL"
    })
    void bothDatabasesTogetherProveACopy(
            long sourceRows, String sourceSum, long rows, long copied, String sum, CopyProof expected) {
        assertEquals(
                expected,
                CopyProof.of(
                        new CallResult("", "", sourceRows, 0, sourceSum), new CallResult("", "", rows, copied, sum)));
    }

    /** The texts are those of libpq 15, shortened. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    could not translate host name "x.rds.amazonaws.com" to address | UNKNOWN_HOST
                    connection to server at "10.0.1.2" failed: timeout expired | UNREACHABLE
                    connection to server at "10.0.1.2" failed: Connection refused | UNREACHABLE
                    connection to server at "10.0.1.2" failed: FATAL: no pg_hba.conf entry for host | NOT_ADMITTED
                    connection to server at "10.0.1.2" failed: FATAL: password authentication failed | WRONG_PASSWORD
                    connection to server at "10.0.1.2" failed: server does not support SSL | NO_TLS
                    """)
    void eachErrorOfTheLinkHasItsRemedy(String error, LinkError expected) {
        assertEquals(Optional.of(expected), LinkError.of("ERROR: could not connect to server \"s\"; Detail: " + error));
        String explanation = expected.explanation("host-1", "5432", "sg-1");
        assertEquals(2, explanation.lines().count(), explanation);
    }

    @Test
    void anErrorOfAnotherKindIsNotExplainedByTheLink() {
        assertTrue(LinkError.of("relation \"public.items\" does not exist").isEmpty());
    }
}
