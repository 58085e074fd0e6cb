package lib.cli;

import picocli.CommandLine.Option;

/** The options that name the app and its table. */
public class AppOptions extends StackOption {
    @Option(names = "--table", paramLabel = "NAME", description = "conversation table in DynamoDB")
    public String table;
}
