//FILES rehearsal/EmbeddedAws.java=../rehearsal/EmbeddedAws.java rehearsal/Answer.java=../rehearsal/Answer.java rehearsal/Aurora.java=../rehearsal/Aurora.java
//FILES rehearsal/AwsError.java=../rehearsal/AwsError.java rehearsal/AwsRequest.java=../rehearsal/AwsRequest.java
//FILES rehearsal/BedrockChat.java=../rehearsal/BedrockChat.java rehearsal/BotItem.java=../rehearsal/BotItem.java
//FILES rehearsal/Casting.java=../rehearsal/Casting.java rehearsal/ClientTokens.java=../rehearsal/ClientTokens.java
//FILES rehearsal/CloudFormation.java=../rehearsal/CloudFormation.java rehearsal/Control.java=../rehearsal/Control.java
//FILES rehearsal/ControlSql.java=../rehearsal/ControlSql.java rehearsal/Conversation.java=../rehearsal/Conversation.java
//FILES rehearsal/ConversationTable.java=../rehearsal/ConversationTable.java rehearsal/DataApiParameters.java=../rehearsal/DataApiParameters.java
//FILES rehearsal/DataApiResult.java=../rehearsal/DataApiResult.java rehearsal/Durations.java=../rehearsal/Durations.java
//FILES rehearsal/Ecs.java=../rehearsal/Ecs.java rehearsal/EcsCluster.java=../rehearsal/EcsCluster.java
//FILES rehearsal/EmbeddingContainer.java=../rehearsal/EmbeddingContainer.java rehearsal/Fargate.java=../rehearsal/Fargate.java
//FILES rehearsal/Fault.java=../rehearsal/Fault.java rehearsal/Faults.java=../rehearsal/Faults.java rehearsal/Gateway.java=../rehearsal/Gateway.java
//FILES rehearsal/History.java=../rehearsal/History.java rehearsal/Install.java=../rehearsal/Install.java rehearsal/Installs.java=../rehearsal/Installs.java
//FILES rehearsal/Json.java=../rehearsal/Json.java rehearsal/Keys.java=../rehearsal/Keys.java rehearsal/Knowledge.java=../rehearsal/Knowledge.java
//FILES rehearsal/NamedSql.java=../rehearsal/NamedSql.java rehearsal/Passages.java=../rehearsal/Passages.java rehearsal/People.java=../rehearsal/People.java
//FILES rehearsal/Pipe.java=../rehearsal/Pipe.java rehearsal/Play.java=../rehearsal/Play.java rehearsal/Postgres.java=../rehearsal/Postgres.java
//FILES rehearsal/PostgresInstallation.java=../rehearsal/PostgresInstallation.java rehearsal/PostgresServer.java=../rehearsal/PostgresServer.java
//FILES rehearsal/RateMeter.java=../rehearsal/RateMeter.java rehearsal/RdsData.java=../rehearsal/RdsData.java
//FILES rehearsal/RunTaskChecks.java=../rehearsal/RunTaskChecks.java rehearsal/Scenario.java=../rehearsal/Scenario.java
//FILES rehearsal/SecurityTokens.java=../rehearsal/SecurityTokens.java rehearsal/Service.java=../rehearsal/Service.java
//FILES rehearsal/Sessions.java=../rehearsal/Sessions.java rehearsal/Sources.java=../rehearsal/Sources.java
//FILES rehearsal/TableEngine.java=../rehearsal/TableEngine.java rehearsal/Task.java=../rehearsal/Task.java
//FILES rehearsal/TaskDefinition.java=../rehearsal/TaskDefinition.java rehearsal/TaskView.java=../rehearsal/TaskView.java
//FILES rehearsal/Timeline.java=../rehearsal/Timeline.java rehearsal/Trouble.java=../rehearsal/Trouble.java rehearsal/Ulid.java=../rehearsal/Ulid.java
//FILES rehearsal/VectorType.java=../rehearsal/VectorType.java rehearsal/Xml.java=../rehearsal/Xml.java
package lib.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import lib.common.UserException;
import lib.common.UserFolders;

/**
 * The embedded AWS, run as a process of its own: DynamoDB Local and our SDK cannot share a class path. Its sources are resources of this
 * program, so it comes along however the program was started; JBang compiles and keeps it.
 */
public final class EmbeddedAwsProcess implements AutoCloseable {
    private static final String FOLDER = "/rehearsal/";
    private static final String MAIN = "EmbeddedAws.java";
    private static final String READY = "READY ";

    private final Process process;
    private final URI endpoint;
    private final Path folder;

    private EmbeddedAwsProcess(Process process, URI endpoint, Path folder) {
        this.process = process;
        this.endpoint = endpoint;
        this.folder = folder;
    }

    /** Starts it and waits until it answers. It ends with this process, however this one ends. */
    public static EmbeddedAwsProcess start(ProcessContext context, String scenario, double speed) {
        context.err().println("Starting the embedded AWS (the first time fetches Amazon's DynamoDB Local) …");
        try {
            Path folder = Files.createTempDirectory("rehearsal");
            try {
                unpack(folder);
                return start(context, folder, scenario, speed);
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UserException(ExitCode.BAD_SETTINGS, "The embedded AWS could not be started: " + e.getMessage() + ". Check that " + System.getProperty("java.io.tmpdir")
                    + " can be written to.", e);
        }
    }

    private static EmbeddedAwsProcess start(ProcessContext context, Path folder, String scenario, double speed) throws IOException {
        List<String> command = new ArrayList<>();
        if (!isWindows()) {
            // Ctrl-C in a terminal reaches the whole process group; the embedded AWS must outlive the run's last words.
            command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "rehearsal"));
        }
        command.addAll(engine(context, folder));
        command.addAll(List.of("--with-parent", "--speed", String.valueOf(speed), "--scenario", scenario));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader answer = process.inputReader(StandardCharsets.UTF_8);
        String line = answer.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new UserException(ExitCode.BAD_SETTINGS, "The embedded AWS did not start; its own words stand above"
                    + (line == null ? "" : " (" + line + ")") + ". Check the network to Maven Central, which it needs the first time.", null);
        }
        return new EmbeddedAwsProcess(process, URI.create(line.substring(READY.length()).strip()), folder);
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A folder for what belongs to this rehearsal alone; it is gone with it. */
    public Path folder() {
        return folder;
    }

    /** The main source names the others, so the list of files stands in one place. */
    private static void unpack(Path folder) throws IOException {
        unpack(folder, MAIN);
        for (String line : Files.readAllLines(folder.resolve(MAIN))) {
            if (line.startsWith("//SOURCES")) {
                for (String name : line.substring("//SOURCES".length()).strip().split("[\\s,]+")) {
                    unpack(folder, name);
                }
            }
        }
    }

    private static void unpack(Path folder, String name) throws IOException {
        try (InputStream source = EmbeddedAwsProcess.class.getResourceAsStream(FOLDER + name)) {
            if (source == null) {
                throw new IOException("its source " + name + " is missing from this program");
            }
            Files.copy(source, folder.resolve(name));
        }
    }

    /** The embedded AWS that was brought along beside a portable jar, with its own options; or what JBang compiles. */
    private static List<String> engine(ProcessContext context, Path folder) throws IOException {
        Path brought = Path.of(jar()).resolveSibling("rehearsal").resolve("EmbeddedAws.jar");
        if (!Files.exists(brought)) {
            return List.of(jbang(context), "run", folder.resolve(MAIN).toString());
        }
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        for (String line : Files.readAllLines(folder.resolve(MAIN))) {
            if (line.startsWith("//RUNTIME_OPTIONS ")) {
                command.addAll(List.of(line.substring("//RUNTIME_OPTIONS ".length()).strip().split(" +")));
            }
        }
        command.addAll(List.of("-jar", brought.toString()));
        return command;
    }

    /** The jar of this program. */
    private static URI jar() {
        try {
            return EmbeddedAwsProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The launcher that started us, or an installed one. */
    private static String jbang(ProcessContext context) {
        String name = isWindows() ? "jbang.cmd" : "jbang";
        Stream<Path> launchers = Stream.concat(
                Stream.of(context.environment().getOrDefault("JBANG_LAUNCH_CMD", "")).map(Path::of),
                Stream.concat(
                        Stream.of(context.environment().getOrDefault("PATH", "").split(File.pathSeparator)).map(folder -> Path.of(folder, name)),
                        Stream.of(UserFolders.of(context.environment()).home().resolve(Path.of(".jbang", "bin", name)))));
        return launchers.filter(Files::isExecutable).filter(Files::isRegularFile).map(Path::toString).findFirst().orElseThrow(() -> UserException.badSettings(
                "The rehearsal needs JBang, which is not on the PATH. Install it (https://www.jbang.dev/download), or run ./migrate.java --rehearse from a clone,%n"
                        + "or, for a portable jar, export the embedded AWS beside it too (README: One jar)."));
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
