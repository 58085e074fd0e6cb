///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Takes the pictures of the documents again, from commands in a terminal against the embedded AWS.
//JAVA 17+
//DEPS org.junit.jupiter:junit-jupiter:6.1.0
//SOURCES ../migrate.java support/package-info.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//RUNTIME_OPTIONS -XX:+UseSerialGC
package tests;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tests.support.Cli;
import tests.support.Screenshots;

/** Writes lib/docs/screens. The arguments select the commands: migrate, verify, restore. */
public final class Screens {
    private Screens() {}

    public static void main(String... commands) throws IOException {
        Cli.build();
        Map<String, Supplier<List<Screenshots.Screenshot>>> all = new TreeMap<>(Map.of(
                "migrate", () -> Screenshots.migrate(new Cli()),
                "verify", Screenshots::verify,
                "restore", Screenshots::restore));
        Files.createDirectories(Cli.ROOT.resolve(Screenshots.FOLDER));
        for (String command : all.keySet()) {
            if (commands.length == 0 || List.of(commands).contains(command)) {
                for (Screenshots.Screenshot screenshot : all.get(command).get()) {
                    Files.writeString(Cli.ROOT.resolve(screenshot.file()), screenshot.svg());
                    System.out.println(screenshot.file());
                }
            }
        }
        System.exit(0);
    }
}
