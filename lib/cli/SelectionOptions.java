package lib.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import lib.model.BotFilter;
import picocli.CommandLine.Option;

/** The options that select bots. */
public class SelectionOptions {
    @Option(
            names = "--bot",
            paramLabel = "ID",
            description = {"only this bot; repeatable", "ID is its id or its full sort key (SK)"})
    public Set<String> bots = new LinkedHashSet<>();

    @Option(names = "--user", paramLabel = "ID", description = "only bots of this user (PK); repeatable")
    public Set<String> users = new LinkedHashSet<>();

    /** Returns the filter of a command that offers every selected bot, whatever its knowledge. */
    public BotFilter filter() {
        return new BotFilter(bots, users, true);
    }
}
