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
    void aTokenIsDerivedFromTheMigrationTheBotTheGenerationAndTheAttempt() {
        assertEquals("119456f8f78224041920a033183a2c098942012cacc85d0365873631641595b2", ID.token(BOT, 1, 2));
    }

    @Test
    void whateverDiffersTheTokenDiffers() {
        List<String> tokens = List.of(
                ID.token(BOT, 1, 1),
                ID.token(BOT, 1, 2),
                ID.token(BOT, 2, 1),
                ID.token(BOT, 11, 1),
                ID.token(BOT, 1, 11),
                ID.token(new BotKey("user", "user#BOT#1"), 1, 1),
                ID.token(new BotKey("other", "user#BOT#二"), 1, 1),
                ID.token(new BotKey("useru", "ser#BOT#二"), 1, 1),
                new MigrationId("999999999999", "us-east-1", "table", "cluster", "host").token(BOT, 1, 1),
                new MigrationId("123456789012", "eu-west-1", "table", "cluster", "host").token(BOT, 1, 1),
                new MigrationId("123456789012", "us-east-1", "other", "cluster", "host").token(BOT, 1, 1),
                new MigrationId("123456789012", "us-east-1", "table", "other", "host").token(BOT, 1, 1),
                new MigrationId("123456789012", "us-east-1", "table", "cluster", "other").token(BOT, 1, 1),
                new MigrationId("123456789012", "us-east-1", "table", "cluster", "").token(BOT, 1, 1));
        assertEquals(tokens.size(), Set.copyOf(tokens).size());
        assertTrue(tokens.stream().allMatch(token -> token.matches("[0-9a-f]{64}")), tokens::toString);
    }

    @Test
    void startedByNamesTheTableTheDatabaseAndTheGeneration() {
        assertEquals("bedrock-chat-migration/e68f82b6f0843efd", ID.startedBy(3));
        Set<String> different = Stream.of(
                        ID.startedBy(3),
                        ID.startedBy(4),
                        new MigrationId("123456789012", "us-east-1", "other", "cluster", "host").startedBy(3),
                        new MigrationId("123456789012", "us-east-1", "table", "cluster", "other").startedBy(3))
                .collect(Collectors.toSet());
        assertEquals(4, different.size());
        assertTrue(different.stream().allMatch(name -> name.matches("[A-Za-z0-9/_-]{1,128}")), different::toString);
    }

    @Test
    void tasksOfThisToolAreRecognizedByTheirPrefix() {
        assertTrue(MigrationId.isOurs(ID.startedBy(1)));
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
        assertEquals(ID.token(BOT, 1, 1), byArn.token(BOT, 1, 1));
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
