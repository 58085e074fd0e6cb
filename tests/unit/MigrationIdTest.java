package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.model.BotKey;
import lib.model.MigrationId;
import org.junit.jupiter.api.Test;

/**
 * Identities, and the tokens that are derived from them. The exact values matter: another version of this tool must
 * derive the same ones, or it starts a second task.
 */
class MigrationIdTest {
    private static final MigrationId ID = new MigrationId("123456789012", "us-east-1", "table", "cluster", "host");
    private static final BotKey BOT = new BotKey("user", "user#BOT#二");

    /** Computed independently: the SHA-256 of each field after its length in bytes and a colon. */
    @Test
    void aTokenIsDerivedFromTheMigrationTheBotTheMarkAndTheAttempt() {
        assertEquals("239fb20c44b9f4177a14f943fad405fc08f85287780963a90b1901ab0517d4bd", ID.token(BOT, "01MARK", 2));
    }

    @Test
    void whateverDiffersTheTokenDiffers() {
        List<String> tokens = List.of(
                ID.token(BOT, "", 1),
                ID.token(BOT, "", 2),
                ID.token(BOT, "1", 1),
                ID.token(BOT, "", 11),
                ID.token(new BotKey("user", "user#BOT#1"), "", 1),
                ID.token(new BotKey("other", "user#BOT#二"), "", 1),
                ID.token(new BotKey("useru", "ser#BOT#二"), "", 1),
                new MigrationId("999999999999", "us-east-1", "table", "cluster", "host").token(BOT, "", 1),
                new MigrationId("123456789012", "eu-west-1", "table", "cluster", "host").token(BOT, "", 1),
                new MigrationId("123456789012", "us-east-1", "other", "cluster", "host").token(BOT, "", 1),
                new MigrationId("123456789012", "us-east-1", "table", "other", "host").token(BOT, "", 1));
        assertEquals(tokens.size(), Set.copyOf(tokens).size());
        assertTrue(tokens.stream().allMatch(token -> token.matches("[0-9a-f]{64}")), tokens::toString);
    }

    @Test
    void startedByNamesTheAccountTheRegionTheTableAndTheCluster() {
        assertEquals("bedrock-chat-migration/f52456837124e8f3", ID.startedBy());
        Set<String> different = Stream.of(
                        ID,
                        new MigrationId("999999999999", "us-east-1", "table", "cluster", "host"),
                        new MigrationId("123456789012", "eu-west-1", "table", "cluster", "host"),
                        new MigrationId("123456789012", "us-east-1", "other", "cluster", "host"),
                        new MigrationId("123456789012", "us-east-1", "table", "other", "host"))
                .map(MigrationId::startedBy)
                .collect(Collectors.toSet());
        assertEquals(5, different.size());
        assertTrue(different.stream().allMatch(name -> name.matches("[A-Za-z0-9/_-]{1,128}")), different::toString);
    }

    /** A run that cannot read the database's name has the same tasks as one that can. */
    @Test
    void theDatabaseIsNoPartOfTokenAndStartedBy() {
        for (String host : List.of("", "other")) {
            MigrationId other = new MigrationId("123456789012", "us-east-1", "table", "cluster", host);
            assertEquals(ID.token(BOT, "", 1), other.token(BOT, "", 1));
            assertEquals(ID.startedBy(), other.startedBy());
        }
    }

    @Test
    void tasksOfThisToolAreRecognizedByTheirPrefix() {
        assertTrue(MigrationId.isOurs(ID.startedBy()));
        assertFalse(MigrationId.isOurs(""));
        assertFalse(MigrationId.isOurs("bedrock-chat-migration"));
        assertFalse(MigrationId.isOurs("bedrock-chat-migrations/1"));
    }

    @Test
    void anArnIdentifiesTheSameAsItsName() {
        MigrationId byArn = new MigrationId(
                "123456789012",
                "us-east-1",
                "arn:aws:dynamodb:us-east-1:123456789012:table/table",
                "arn:aws:ecs:us-east-1:123456789012:cluster/cluster",
                "host");
        assertEquals(ID, byArn);
        assertEquals(ID.token(BOT, "", 1), byArn.token(BOT, "", 1));
    }

    @Test
    void aReplacedDatabaseIsInTheSamePlaceAndAnythingElseIsNot() {
        assertTrue(ID.isSamePlace(new MigrationId("123456789012", "us-east-1", "table", "cluster", "other")));
        assertTrue(ID.isSamePlace(new MigrationId("123456789012", "us-east-1", "table", "", "host")));
        assertFalse(ID.isSamePlace(new MigrationId("999999999999", "us-east-1", "table", "cluster", "host")));
        assertFalse(ID.isSamePlace(new MigrationId("123456789012", "eu-west-1", "table", "cluster", "host")));
        assertFalse(ID.isSamePlace(new MigrationId("123456789012", "us-east-1", "other", "cluster", "host")));
        assertFalse(ID.isSamePlace(new MigrationId("123456789012", "us-east-1", "table", "other", "host")));
    }

    @Test
    void itIsShownWithoutTheDatabase() {
        assertEquals("account 123456789012, region us-east-1, table table, ECS cluster cluster", ID.toString());
    }
}
