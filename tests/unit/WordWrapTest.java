package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lib.common.TextWidth;
import lib.common.WordWrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are too wide for the terminal are broken at spaces, below the text that they continue. */
class WordWrapTest {
    @Test
    void aLineThatFitsStaysAsItIs() {
        assertEquals(List.of("  a  b   c"), WordWrap.wrap("  a  b   c", 10));
        assertEquals(List.of(""), WordWrap.wrap("", 10));
    }

    @Test
    void aSentenceIsBrokenAtSpaces() {
        assertEquals(
                List.of("REHEARSAL: everything below", "happens in an embedded AWS."),
                WordWrap.wrap("REHEARSAL: everything below happens in an embedded AWS.", 28));
    }

    @Test
    void anEventContinuesBehindItsTime() {
        assertEquals(
                List.of("[00:09:00] ✘ failed     Support tickets", "           2023  01HQZ  exit code 137"),
                WordWrap.wrap("[00:09:00] ✘ failed     Support tickets 2023  01HQZ  exit code 137", 40));
    }

    @Test
    void aSettingContinuesBehindItsName() {
        assertEquals(
                List.of("  security groups  sg-0a1b2c3d4e5f60001,", "                   sg-0a1b2c3d4e5f60002"),
                WordWrap.wrap("  security groups  sg-0a1b2c3d4e5f60001, sg-0a1b2c3d4e5f60002", 45));
    }

    @Test
    void aTitleContinuesAboveWhatBelongsToIt() {
        assertEquals(
                List.of("\u001b[31m✘ 1 failed:\u001b[0m exit code 1 (Essential", "    container in task exited)"),
                WordWrap.wrap("\u001b[31m✘ 1 failed:\u001b[0m exit code 1 (Essential container in task exited)", 40));
    }

    @Test
    void aWordThatIsTooLongStandsAlone() {
        assertEquals(
                List.of("  table  BedrockChatStack-DatabaseConversationTable", "         [stack output]"),
                WordWrap.wrap("  table  BedrockChatStack-DatabaseConversationTable  [stack output]", 40));
        assertEquals(List.of("a".repeat(50)), WordWrap.wrap("a".repeat(50), 40));
    }

    @Test
    void aSourceInBracketsStaysTogetherWhereItFits() {
        String table = "  table             BedrockChatStack-DatabaseConversationTable03F3FD7C  ";
        assertEquals(
                List.of(table.stripTrailing(), " ".repeat(20) + "[stack output]"),
                WordWrap.wrap(table + "[stack output]", 82));
        assertEquals(
                List.of(table.stripTrailing(), " ".repeat(20) + "\u001b[2m[stack output]\u001b[0m"),
                WordWrap.wrap(table + "\u001b[2m[stack output]\u001b[0m", 82));
        assertEquals(
                List.of("  subnets  subnet-1  [output", "           PrivateSubnets,", "           option --subnets]"),
                WordWrap.wrap("  subnets  subnet-1  [output PrivateSubnets, option --subnets]", 32));
    }

    @Test
    void whereTheIndentationLeavesNoRoomThereIsNone() {
        assertEquals(
                List.of("[00:09:00] ✘ failed the", "reason, which is long"),
                WordWrap.wrap("[00:09:00] ✘ failed the reason, which is long", 24));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 40, 60, 80})
    void noLineIsWiderThanTheWidth(int width) {
        String text = "[00:00:01] ✔ 社内ヘルプデスク 家族のレシピ \u001b[33m▲ a warning in yellow\u001b[0m and some more words";
        WordWrap.wrap(text, width).forEach(line -> assertTrue(TextWidth.of(line) <= width, line));
    }
}
