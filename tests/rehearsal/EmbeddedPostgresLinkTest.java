package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rdsdata.model.DatabaseErrorException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseNotFoundException;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.HttpEndpointNotEnabledException;
import software.amazon.awssdk.services.rdsdata.model.RdsDataException;
import tests.support.DataApiClient;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestStack;

/** A cluster that is restored from a snapshot: two real servers, which postgres_fdw connects. */
class EmbeddedPostgresLinkTest {
    private static final String BOT = "01HQZ70001ABCDEFGHJKMNPQRS";
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 10);
    private final TestStack stack = new TestStack(account);
    private final DataApiClient api = new DataApiClient(account);

    @AfterEach
    void stopServers() {
        account.remove();
    }

    @Test
    void theNewClusterReadsTheRowsOfTheRestoredOne() {
        account.snapshot(Map.of(
                "id",
                TestStack.SNAPSHOT,
                "bots",
                List.of(Map.of("botId", BOT, "sources", List.of("https://example.com/a", "f.pdf"))),
                "sql",
                "INSERT INTO items (id, botid, content) VALUES ('extra', 'other', E'quote \\' backslash \\\\"
                        + " \u00e9')"));
        DBCluster cluster = restore();
        assertTrue(cluster.endpoint().startsWith("127."), cluster.endpoint());
        String checksum = "SELECT count(*), sum(hashtextextended(jsonb_build_array(id, botid, content, source,"
                + " md5(vector_send(embedding)))::text, 0)) FROM items";
        ExecuteStatementResponse source = remote(cluster, checksum);
        assertTrue(source.records().get(0).get(0).longValue() > 6, source.toString());
        link(cluster, "'require'");
        api.run("INSERT INTO items SELECT * FROM remote_items");
        assertEquals(source.records(), api.run(checksum).records());
        api.run("DROP SCHEMA link CASCADE");
        assertTrue(account.databaseLog(cluster.dbClusterIdentifier()).contains("reader@postgres"));
        assertTrue(account.databaseLog(null).contains("INSERT INTO items SELECT * FROM remote_items"));
    }

    @Test
    void theMasterUserIsNoSuperuser() {
        DBCluster cluster = restore();
        for (String arn : List.of(account.clusterArn(), cluster.dbClusterArn())) {
            String secret = arn.equals(account.clusterArn())
                    ? account.secretArn()
                    : cluster.masterUserSecret().secretArn();
            assertEquals(
                    List.of(false, true, true),
                    api
                            .run(r -> r.resourceArn(arn)
                                    .secretArn(secret)
                                    .sql("SELECT rolsuper, rolcreaterole, pg_has_role(rolname, 'rds_superuser',"
                                            + " 'member') FROM pg_roles WHERE rolname = current_user"))
                            .records()
                            .get(0)
                            .stream()
                            .map(field -> field.booleanValue())
                            .toList());
        }
        DatabaseErrorException error =
                assertThrows(DatabaseErrorException.class, () -> api.run("SET log_statement = 'none'"));
        assertTrue(error.getMessage().contains("permission denied to set parameter"), error.getMessage());
    }

    @Test
    void theServerRequiresTlsAndAPassword() {
        DBCluster cluster = restore();
        link(cluster, "'disable'");
        assertLinkFails("no pg_hba.conf entry for host");
        api.run("DROP SCHEMA link CASCADE");
        link(cluster, "'require'");
        remote(cluster, "ALTER ROLE reader PASSWORD 'other'");
        assertLinkFails("password authentication failed for user \"reader\"");
    }

    @Test
    void aSecurityGroupThatDoesNotLetInTheNewClusterMakesTheConnectionTimeOut() {
        stack.createWith(
                "FromPort: 5432\n          ToPort: 5432", "FromPort: 5433\n          ToPort: 5433");
        DBCluster cluster = restored();
        assertEquals(1, remote(cluster, "SELECT 1").records().size(), "the Data API does not use the network");
        link(cluster, "'require'");
        assertLinkFails("timeout expired");
    }

    @Test
    void aClusterWithoutAPortListensOn3306() {
        stack.createWith("MySQL's port, 3306.\n      Port: 5432\n", "MySQL's port, 3306.\n");
        assertEquals(3306, restored().port());
    }

    @Test
    void aRestoredClusterCanBeUsedOnlyAfterItsInstanceAndItsSecretAreReady() {
        account.pauseClock();
        stack.create(r -> {});
        account.advance(Duration.ofSeconds(14));
        assertEquals("creating", cluster().status());
        account.advance(Duration.ofSeconds(10));
        DBCluster withoutInstance = cluster();
        assertEquals("available", withoutInstance.status());
        assertEquals(null, withoutInstance.masterUserSecret());
        assertThrows(
                DatabaseNotFoundException.class,
                () -> api.run(r -> r.sql("SELECT 1")
                        .resourceArn(withoutInstance.dbClusterArn())
                        .secretArn(account.secretArn())));
        account.advance(Duration.ofSeconds(12));
        DBCluster withInstance = cluster();
        assertEquals("creating", withInstance.masterUserSecret().secretStatus());
        RdsDataException error = assertThrows(RdsDataException.class, () -> remote(withInstance, "SELECT 1"));
        assertTrue(error.getMessage().contains("password authentication failed"), error.getMessage());
        account.advance(Duration.ofMinutes(2));
        assertEquals("active", cluster().masterUserSecret().secretStatus());
        assertEquals(1, remote(cluster(), "SELECT 1").records().size());
        String arn = cluster().dbClusterArn(), secret = cluster().masterUserSecret().secretArn();
        stack.delete(TestStack.NAME);
        account.advance(Duration.ofMinutes(2));
        assertThrows(
                HttpEndpointNotEnabledException.class,
                () -> api.run(r -> r.sql("SELECT 1").resourceArn(arn).secretArn(secret)));
    }

    private DBCluster restore() {
        stack.create(r -> {});
        return restored();
    }

    private DBCluster restored() {
        account.await("the managed secret", () -> {
            DBCluster cluster = cluster();
            return cluster != null
                    && cluster.masterUserSecret() != null
                    && cluster.masterUserSecret().secretStatus().equals("active");
        });
        return cluster();
    }

    /** Returns the restored cluster; null if there is none yet. */
    private DBCluster cluster() {
        return SdkClients.rds(account).describeDBClusters().dbClusters().stream()
                .filter(cluster -> !cluster.dbClusterArn().equals(account.clusterArn()))
                .findFirst()
                .orElse(null);
    }

    private ExecuteStatementResponse remote(DBCluster cluster, String sql) {
        return api.run(r -> r.sql(sql)
                .resourceArn(cluster.dbClusterArn())
                .secretArn(cluster.masterUserSecret().secretArn()));
    }

    private void link(DBCluster cluster, String sslMode) {
        remote(cluster, "DO $$ BEGIN IF to_regrole('reader') IS NULL THEN CREATE ROLE reader; END IF; END $$");
        remote(cluster, "ALTER ROLE reader LOGIN PASSWORD 'one-time'");
        remote(cluster, "GRANT SELECT ON items TO reader");
        api.run("CREATE SCHEMA link");
        api.run("CREATE EXTENSION postgres_fdw SCHEMA link");
        api.run("CREATE SERVER temporary FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" + cluster.endpoint()
                + "', port '" + cluster.port() + "', dbname 'postgres', connect_timeout '2', sslmode " + sslMode + ")");
        api.run("CREATE USER MAPPING FOR CURRENT_USER SERVER temporary OPTIONS (user 'reader', password 'one-time')");
        api.run("CREATE FOREIGN TABLE IF NOT EXISTS remote_items (id char(26), botid char(26), content text, source"
                + " text, embedding vector(1024)) SERVER temporary OPTIONS (schema_name 'public', table_name"
                + " 'items')");
    }

    private void assertLinkFails(String text) {
        DatabaseErrorException error =
                assertThrows(DatabaseErrorException.class, () -> api.run("SELECT count(*) FROM remote_items"));
        assertTrue(error.getMessage().contains(text), error.getMessage());
    }
}
