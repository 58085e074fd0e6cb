package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The commands of the README, which tests run unchanged. */
public final class Readme {
    private Readme() {}

    /** Returns the commands of the section with that heading, without their comments. */
    public static List<String> commands(String heading) {
        List<String> commands = new ArrayList<>();
        boolean inSection = false;
        boolean inCode = false;
        for (String line : lines()) {
            if (line.startsWith("#") && !inCode) {
                inSection = line.replaceFirst("^#+ ", "").equals(heading);
            } else if (line.strip().startsWith("```")) {
                inCode = !inCode && inSection && line.strip().equals("```sh");
            } else if (inCode) {
                commands.add(line.replaceFirst(" +# .*", "").strip());
            }
        }
        if (commands.isEmpty()) {
            throw new AssertionError("the README has no commands under " + heading);
        }
        return commands;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Cli.ROOT.resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
