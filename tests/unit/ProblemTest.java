package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.common.Tone;
import lib.model.OutcomeKind;
import lib.report.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a problem says to do about its bots. */
class ProblemTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "01HQZ7 | restore --bot 01HQZ7",
                "a b | restore --bot 'a b'",
                "$(id) | restore --bot '$(id)'",
                "01HQZ7,01HQZ8 | restore --bot ID"
            })
    void itsOnlyBotIsNamedAsAWordOfTheShell(String ids, String remedy) {
        List<Problem.Item> bots = Stream.of(ids.split(","))
                .map(id -> new Problem.Item("Title", id, id, "", List.of()))
                .toList();
        Problem problem = new Problem(
                OutcomeKind.FAILED, Tone.BAD, "failed", "", "restore --bot ID", false, bots, Optional.empty());
        assertEquals(remedy, problem.named().remedy());
    }
}
