package tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the settings come from, and what is said of each before anything starts. */
class SettingsTest {
    @Test
    void theStackNeedsNoEditing() {
        Install install = Install.empty().put(Bots.bots(2));
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains(Install.TABLE + "  [output DatabaseConversationTableNameDDF11821 of stack BedrockChatStack]"), result::toString);
        assertEquals(2, install.startedBots().size(), result::toString);
    }

    @Test
    void aStackWithoutTheEmbeddingOutputsIsNotV1() {
        Install install = Install.empty();
        install.control("stack", Map.of("name", "Old", "outputs", Map.of("ConversationTableName", "x", "DatabaseConversationTableNameDDF11821", "x")));
        Cli.Result result = install.migrate("--stack", "Old", "--yes");
        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains("has not been deployed as v1 yet"), result::toString);
    }
}
