package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.model.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings of the database say. */
class DatabaseLocationTest {
    private static final Setting CLUSTER = option("arn:aws:rds:us-east-1:123456789012:cluster:vectors");
    private static final Setting SECRET = option("arn:aws:secretsmanager:us-east-1:123456789012:secret:vectors-AbCdEf");

    private static Setting option(String value) {
        return new Setting(value, "option");
    }

    private static DatabaseLocation database(Setting cluster, Setting secret) {
        return new DatabaseLocation("", cluster, secret, DatabaseLocation.DEFAULT_NAME, "");
    }

    @Test
    void itIsKnownByItsClusterAndItsSecret() {
        assertTrue(database(CLUSTER, SECRET).isKnown());
        assertFalse(database(CLUSTER, null).isKnown());
        assertFalse(database(null, SECRET).isKnown());
        assertFalse(DatabaseLocation.NONE.isKnown());
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:rds:us-east-1:123456789012:cluster:vectors, vectors, 123456789012",
        "arn:aws-cn:rds:cn-north-1:999999999999, 999999999999, 999999999999",
        "arn:aws:rds:us-east-1, us-east-1, ''",
        "vectors, vectors, ''"
    })
    void anArnNamesClusterAndAccount(String arn, String name, String account) {
        DatabaseLocation database = database(option(arn), SECRET);
        assertEquals(name, database.clusterName());
        assertEquals(account, database.account());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "vectors.cluster-x.us-east-1.rds.amazonaws.com, arn:aws:secretsmanager:us-east-1:123456789012:secret:s,"
                        + " arn:aws:rds:us-east-1:123456789012:cluster:vectors",
                "vectors, arn:aws-us-gov:secretsmanager:us-gov-west-1:1:secret,"
                        + " arn:aws-us-gov:rds:us-gov-west-1:1:cluster:vectors",
                "vectors.example, arn:aws:secretsmanager:us-east-1:1, none",
                "vectors.example, the:name:of:a:secret:only, none",
                "'', arn:aws:secretsmanager:us-east-1:123456789012:secret:s, none"
            })
    void theArnOfAClusterFollowsFromItsHostAndItsSecret(String host, String secret, String arn) {
        assertEquals(
                Optional.ofNullable(arn).map(cluster -> new Setting(cluster, "output X of stack Y")),
                DatabaseLocation.clusterOf(new Setting(host, "output X of stack Y"), option(secret)));
    }

    @Test
    void anotherContainerChangesNoOtherSetting() {
        Settings settings =
                new Settings(CLUSTER, CLUSTER, CLUSTER, CLUSTER, List.of(), List.of(), DatabaseLocation.NONE);
        assertEquals(SECRET, settings.with(SECRET).container());
        assertEquals(settings, settings.with(SECRET).with(CLUSTER));
    }

    @Test
    void aSettingIsShownWithItsSource() {
        assertEquals("vectors (option --stack)", new Setting("vectors", "option --stack").toString());
    }
}
