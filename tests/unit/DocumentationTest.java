package tests.unit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import lib.help.IamPolicy;
import lib.journal.JournalRecord;
import lib.model.DuplicateRows;
import lib.model.Obstacle;
import lib.model.OutcomeKind;
import lib.prepare.PrepareCommand;
import lib.prepare.PrepareJson;
import lib.proof.DatabaseAudit;
import lib.report.JsonWriter;
import lib.report.ReportJson;
import lib.restore.RestoreCommand;
import lib.restore.RestoreJson;
import lib.restore.RestoreOutcome;
import lib.verify.AuditJson;
import lib.verify.VerifyCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tests.support.Cli;
import tests.support.Documents;

/** The documents agree with the code. Where a table is made from code, a failure shows what it should contain. */
class DocumentationTest {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])(--[a-z][a-z-]*)");
    private static final Pattern QUOTED_OPTION = Pattern.compile("\"(--[a-z-]+)\"");
    private static final Pattern CONSTANT = Pattern.compile("static final String ([A-Z_]+) = ");
    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+(?:Test|Stress))`");
    private static final Pattern READS_ENVIRONMENT = Pattern.compile("getenv\\(|environment(\\(\\))?\\s*\\.get");
    private static final Pattern QUOTED_VARIABLE = Pattern.compile("\"([A-Z][A-Z0-9_]+)\"");
    private static final Pattern SHELL_VARIABLE = Pattern.compile("\\$\\{?([A-Z][A-Z0-9_]+)");
    /** Options of JBang and of the AWS CLI in the commands of the documents. */
    private static final Set<String> OPTIONS_OF_OTHERS = Set.of("--name", "--stack-name", "--query", "--output");

    @Test
    void everyOptionIsDocumentedAsTheCommandHasIt() throws ReflectiveOperationException {
        assertSame(forms(migrate()), Documents.column("option", 0));
        assertDocumented(prepare(), "option of prepare", "Before the deploy");
        assertDocumented(verify(), "option of verify", "Verify and rebuild the index");
        assertDocumented(restore(), "option of restore", "Options of restore");
    }

    /** A table has what the main command lacks; the section names the others, too. */
    private static void assertDocumented(CommandSpec command, String table, String section)
            throws ReflectiveOperationException {
        List<String> ownForms = new ArrayList<>(forms(command));
        ownForms.removeAll(forms(migrate()));
        assertTrue(Documents.column(table, 0).containsAll(ownForms), ownForms::toString);
        assertSame(longest(command), matches(OPTION, Documents.text(section)));
    }

    @Test
    void everyDefaultIsDocumented() throws ReflectiveOperationException {
        List<OptionSpec> withDefault = migrate().options().stream()
                .filter(option -> String.join(" ", option.description()).contains("default: " + option.initialValue()))
                .toList();
        assertFalse(withDefault.isEmpty());
        for (OptionSpec option : withDefault) {
            List<String> row = Documents.table("option").stream()
                    .filter(cells -> cells.get(0).equals(form(option)))
                    .findFirst()
                    .orElseThrow();
            assertTrue(row.get(1).contains("default `" + option.initialValue() + "`"), row::toString);
        }
    }

    @Test
    void everyOptionInTheTextExists() throws ReflectiveOperationException {
        Set<String> existing = new TreeSet<>(OPTIONS_OF_OTHERS);
        existing.addAll(longest(migrate()));
        existing.addAll(longest(verify()));
        existing.addAll(longest(restore()));
        existing.addAll(longest(prepare()));
        existing.addAll(matches(QUOTED_OPTION, read(Cli.ROOT.resolve("tests/AllTests.java"))));
        List<String> ofEmbeddedAws = matches(QUOTED_OPTION, read(Cli.ROOT.resolve("lib/rehearsal/EmbeddedAws.java")));
        existing.addAll(ofEmbeddedAws);
        Set<String> unknown = new TreeSet<>(matches(OPTION, Documents.text()));
        unknown.removeAll(existing);
        assertEquals(Set.of(), unknown);
        assertSame(ofEmbeddedAws, matches(OPTION, String.join(" ", Documents.column("option of EmbeddedAws", 0))));
    }

    @Test
    void theTableOfOutcomesIsThatOfTheCode() {
        assertEquals(
                Stream.of(OutcomeKind.values())
                        .map(kind -> row(kind.label(), kind.meaning(), kind.remedy()))
                        .collect(joining("\n")),
                Documents.table("outcome").stream()
                        .map(cells -> row(cells.toArray(String[]::new)))
                        .collect(joining("\n")));
    }

    @Test
    void theVerdictsAreThoseOfTheCode() {
        assertEquals(
                Stream.of(DatabaseAudit.Finding.values())
                        .map(DatabaseAudit.Finding::label)
                        .toList(),
                Documents.column("verdict", 0));
    }

    @Test
    void theExitCodesAreThoseOfTheCode() {
        assertEquals(
                Stream.of(ExitCode.values())
                        .map(code -> row(String.valueOf(code.number()), code.meaning(), code.remedy()))
                        .collect(joining("\n")),
                Documents.table("code").stream()
                        .map(cells -> row(cells.toArray(String[]::new)))
                        .collect(joining("\n")));
        List<String> codes = Documents.column("code", 0);
        for (CommandSpec command : List.of(prepare(), verify(), restore())) {
            assertEquals(codes, List.copyOf(command.usageMessage().exitCodeList().keySet()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStatementOfAPolicyIsDocumented(IamPolicy policy) {
        Set<String> documented = new TreeSet<>();
        for (List<String> row : Documents.table("statement")) {
            if (marked(row.get(1)).contains(policy.toString())) {
                documented.addAll(marked(row.get(0)));
            }
            if (marked(row.get(2)).contains(policy.toString())) {
                marked(row.get(0)).forEach(id -> documented.add(IamPolicy.OPTIONAL + id));
            }
        }
        Set<String> printed = statements(policy);
        if (policy == IamPolicy.RESTORE_VIA_DMS) {
            assertTrue(printed.removeAll(statements(IamPolicy.RESTORE)));
        }
        assertSame(printed, documented);
    }

    @Test
    void everyFieldAndOutcomeOfRestoreIsDocumented() {
        String text = Documents.text("JSON of restore") + Documents.text("JSON");
        assertDocumented(text, RestoreJson.DryRun.class, RestoreJson.Result.class, RestoreJson.Status.class);
        assertSame(names(RestoreOutcome.class), codes("in the JSON"));
    }

    @Test
    void everyFieldOfPrepareIsDocumented() {
        assertDocumented(Documents.text("JSON of prepare") + Documents.text("JSON"), PrepareJson.class);
    }

    private static void assertDocumented(String text, Class<?>... records) {
        Set<String> written = members(records), documented = marked(text);
        assertTrue(documented.containsAll(written), () -> written + " are written, " + documented + " documented");
    }

    @Test
    void everyEnvironmentVariableThatIsReadIsDocumented() {
        Set<String> read = new TreeSet<>(Set.of(ProcessContext.CLOCK_SPEED, ProcessContext.CLOCK_ORIGIN));
        for (String file : sources()) {
            Stream.of(file.split("[;{}]"))
                    .filter(statement -> READS_ENVIRONMENT.matcher(statement).find())
                    .forEach(statement -> read.addAll(matches(QUOTED_VARIABLE, statement)));
        }
        for (String script : List.of("lib/jbang", "lib/jbang-fetch", "lib/jbang-run")) {
            read.addAll(matches(SHELL_VARIABLE, read(Cli.ROOT.resolve(script))));
        }
        assertTrue(read.containsAll(Set.of("AWS_REGION", "HOME", "XDG_CACHE_HOME", "JAVA_HOME")), read::toString);
        Documents.marked(String.join(" ", Documents.column("variable", 0))).forEach(read::remove);
        assertEquals(Set.of(), read, "not documented");
    }

    @Test
    void theConstantsAreThoseOfTheScript() {
        assertSame(
                matches(CONSTANT, read(Path.of(Cli.MIGRATE))),
                Documents.column("constant", 0).stream().flatMap(Documents::marked).toList());
    }

    @Test
    void everyFieldOfTheJsonIsDocumented() {
        Set<String> written = members(ReportJson.class, AuditJson.class);
        Set<String> documented = marked(Documents.text("JSON"));
        assertDocumented(Documents.text("JSON"), ReportJson.class, AuditJson.class);
        Set<String> fields = marked(String.join(" ", Documents.column("field", 0)));
        fields.addAll(marked(String.join(" ", Documents.column("field of a bot", 0))));
        assertTrue(written.containsAll(fields), () -> fields + " are documented, " + written + " written");
        Stream.of(OutcomeKind.class, DatabaseAudit.Finding.class, Obstacle.class, DuplicateRows.class)
                .flatMap(type -> names(type).stream())
                .forEach(name -> assertTrue(documented.contains(name), name));
    }

    @Test
    void everyMemberOfTheJournalIsDocumented() {
        for (List<String> row : Documents.table("type")) {
            Class<?> type = JournalRecord.TYPES.get(Documents.marked(row.get(0)).findFirst().orElseThrow());
            Set<String> members = new TreeSet<>(components(type));
            members.remove("at");
            assertTrue(marked(row.get(1)).containsAll(members), () -> row + " of " + members);
        }
        assertEquals(JournalRecord.TYPES.size(), Documents.table("type").size());
    }

    @Test
    void everyMessageInTroubleshootingExists() {
        String code = String.join("\n", sources()) + read(Cli.ROOT.resolve("lib/jbang-fetch"));
        String joined = code.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
        for (String message : Documents.column("message", 0)) {
            String words = Documents.marked(message).findFirst().orElseThrow();
            Stream.of(words.split("…")).forEach(part -> assertTrue(joined.contains(part), part));
        }
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> named = new TreeSet<>(matches(TEST_CLASS, Documents.text()));
        assertTrue(named.size() > 5, named::toString);
        try (Stream<Path> tests = Files.walk(Cli.ROOT.resolve("tests"))) {
            tests.map(file -> file.getFileName().toString().replaceFirst("\\.java$", "")).forEach(named::remove);
        }
        assertEquals(Set.of(), named);
    }

    @Test
    void everyRoomAndEveryAliasIsDocumented() {
        assertSame(rooms(), codes("room"));
        JsonObject catalog = JsonParser.parseString(read(Cli.ROOT.resolve("jbang-catalog.json"))).getAsJsonObject();
        assertSame(catalog.getAsJsonObject("aliases").keySet(), codes("alias"));
    }

    /** The script is in the unnamed package, which no import reaches. */
    private static CommandSpec migrate() throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName("migrate").getDeclaredConstructor(ProcessContext.class);
        constructor.setAccessible(true);
        return CommandSpec.forAnnotatedObject(constructor.newInstance((ProcessContext) null));
    }

    private static CommandSpec prepare() {
        return CommandSpec.forAnnotatedObject(new PrepareCommand(null));
    }

    private static CommandSpec restore() {
        return CommandSpec.forAnnotatedObject(new RestoreCommand(null, null));
    }

    private static CommandSpec verify() {
        return CommandSpec.forAnnotatedObject(new VerifyCommand(null, null));
    }

    private static List<String> forms(CommandSpec command) {
        return command.options().stream().map(DocumentationTest::form).toList();
    }

    /** An option as the documents write it: {@code `-y`, `--yes`} or {@code `--stack NAME`}. */
    private static String form(OptionSpec option) {
        String parameter = "";
        if (option.arity().max() > 0) {
            parameter = option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : " " + option.paramLabel();
        }
        return "`" + String.join("`, `", option.names()) + parameter + "`";
    }

    private static List<String> longest(CommandSpec command) {
        return command.options().stream().map(OptionSpec::longestName).toList();
    }

    /** The ids of the statements. */
    private static Set<String> statements(IamPolicy policy) {
        Set<String> ids = new TreeSet<>();
        for (JsonElement statement : policy.document().getAsJsonArray("Statement")) {
            ids.add(statement.getAsJsonObject().get("Sid").getAsString());
        }
        return ids;
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static List<String> codes(String firstHeader) {
        return Documents.column(firstHeader, 0).stream().flatMap(Documents::marked).toList();
    }

    private static Set<String> marked(String text) {
        return Documents.marked(text).collect(toCollection(TreeSet::new));
    }

    /** The names of all members that the JSON of these records can have, those of nested objects included. */
    private static Set<String> members(Class<?>... records) {
        Set<String> members = new TreeSet<>();
        for (Class<?> type : records) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (!component.isAnnotationPresent(JsonWriter.Inline.class)) {
                    members.add(JsonWriter.name(component));
                }
                members.addAll(members(recordIn(component.getGenericType())));
            }
        }
        return members;
    }

    /** The record that this type is or, as a list or an optional, contains; none otherwise. */
    private static Class<?>[] recordIn(Type type) {
        Type content = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
        return content instanceof Class<?> each && each.isRecord() ? new Class<?>[] {each} : new Class<?>[0];
    }

    private static List<String> names(Class<? extends Enum<?>> type) {
        return Stream.of(type.getEnumConstants()).map(JsonWriter::name).toList();
    }

    private static List<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static void assertSame(Collection<String> expected, Collection<String> documented) {
        assertEquals(new TreeSet<>(expected), new TreeSet<>(documented));
    }

    /** The text of every Java source of the tool. */
    private static List<String> sources() {
        try (Stream<Path> files = Files.walk(Cli.ROOT.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(DocumentationTest::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rooms() {
        try (Stream<Path> rooms = Files.list(Cli.ROOT.resolve("lib"))) {
            return rooms.filter(folder -> Files.isRegularFile(folder.resolve("package-info.java")))
                    .map(room -> room.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
