package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lib.common.TextWidth;
import lib.common.WordWrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is too wide for the terminal is broken at spaces, and continues below itself. */
class WordWrapTest {
    private static final String EVENT = "00:09:00 ";
    private static final String FIELD = "  table             ";

    @Test
    void textThatFitsStaysAsItIs() {
        assertEquals(List.of("  a  b   c"), WordWrap.wrap("  ", "a  b   c", 2, 10));
        assertEquals(List.of(""), WordWrap.wrap("", "", 0, 10));
    }

    @Test
    void aSentenceIsBrokenAtSpaces() {
        assertEquals(
                List.of("REHEARSAL: everything below", "happens in an embedded AWS."),
                WordWrap.wrap("", "REHEARSAL: everything below happens in an embedded AWS.", 0, 28));
    }

    @Test
    void textContinuesBehindItsLead() {
        assertEquals(
                List.of("00:09:00 ✘ failed     Support tickets", "         2023  01HQZ  exit code 137"),
                WordWrap.wrap(EVENT, "✘ failed     Support tickets 2023  01HQZ  exit code 137", 9, 40));
    }

    @Test
    void aTitleContinuesAboveWhatBelongsToIt() {
        assertEquals(
                List.of("\u001b[31m✘ 1 failed:\u001b[0m exit code 1 (Essential", "    container in task exited)"),
                WordWrap.wrap(
                        "", "\u001b[31m✘ 1 failed:\u001b[0m exit code 1 (Essential container in task exited)", 4, 40));
    }

    @Test
    void aWordThatIsTooLongForEveryLineStandsAlone() {
        assertEquals(List.of("a".repeat(50)), WordWrap.wrap("", "a".repeat(50), 0, 40));
    }

    @Test
    void aNameThatIsTooLongForEveryLineIsBrokenBehindAHyphenOrADot() {
        assertEquals(
                List.of("  table             BedrockChatStack-", " ".repeat(20) + "DatabaseConversation"),
                WordWrap.wrap(FIELD, "BedrockChatStack-DatabaseConversation", 20, 40));
        assertEquals(
                List.of(
                        "  database          postgres of",
                        " ".repeat(20) + "chat-store.cluster-",
                        " ".repeat(20) + "abcdefghi-0123456789"),
                WordWrap.wrap("  database          ", "postgres of chat-store.cluster-abcdefghi-0123456789", 20, 40));
        assertEquals(
                List.of("see", "http://a.example/b-", "ccccccccccccccccccccc"),
                WordWrap.wrap("", "see http://a.example/b-ccccccccccccccccccccc", 0, 23));
    }

    @Test
    void aWordThatIsTooLongForItsColumnStandsBelowTheLead() {
        assertEquals(
                List.of("  table", "    BedrockChatStack-ConversationTable", "    [stack output]"),
                WordWrap.wrap(FIELD, "BedrockChatStack-ConversationTable  [stack output]", 20, 40));
        assertEquals(
                List.of("    BedrockChatStack-ConversationTable"),
                WordWrap.wrap(" ".repeat(20), "BedrockChatStack-ConversationTable", 20, 40));
    }

    @Test
    void textWithALaterWordThatIsTooLongForItsColumnStandsBelowTheLead() {
        assertEquals(
                List.of("  database", "    postgres of", "    bedrockchatstack-vectorstorecluster"),
                WordWrap.wrap("  database          ", "postgres of bedrockchatstack-vectorstorecluster", 20, 40));
    }

    @Test
    void whatIsUnbrokenStaysTogetherWhereItFits() {
        String table = "BedrockChatStack-DatabaseConversationTable03F3FD7C  ";
        assertEquals(
                List.of((FIELD + table).stripTrailing(), " ".repeat(20) + "[stack output]"),
                WordWrap.wrap(FIELD, table + WordWrap.unbroken("[stack output]"), 20, 82));
        assertEquals(
                List.of("  subnets  subnet-1  [output", "           PrivateSubnets,", "           option --subnets]"),
                WordWrap.wrap(
                        "  subnets  ",
                        "subnet-1  " + WordWrap.unbroken("[output PrivateSubnets, option --subnets]"),
                        11,
                        32));
    }

    @Test
    void whereTheIndentationLeavesNoRoomThereIsNone() {
        assertEquals(
                List.of("00:09:00 ✘ failed the", "reason, which is long"),
                WordWrap.wrap(EVENT, "✘ failed the reason, which is long", 9, 24));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 40, 60, 80})
    void noLineIsWiderThanTheWidth(int width) {
        String text = "✔ 社内ヘルプデスク 家族のレシピ \u001b[33m▲ a warning in yellow\u001b[0m and some more words";
        WordWrap.wrap(EVENT, text, 9, width).forEach(line -> assertTrue(TextWidth.of(line) <= width, line));
    }
}
