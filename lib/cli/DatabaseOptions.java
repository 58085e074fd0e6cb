package lib.cli;

import lib.model.DatabaseLocation;
import picocli.CommandLine.Option;

/** The options that select the vector database. */
public final class DatabaseOptions {
    public static final String HEADING = "%nVector database (default: from the stack outputs):%n";

    @Option(names = "--db-cluster-arn", paramLabel = "ARN", description = "database cluster")
    public String cluster;

    @Option(names = "--db-secret-arn", paramLabel = "ARN", description = "secret with its password")
    public String secret;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "database in the cluster (default: ${DEFAULT-VALUE})")
    public String name = DatabaseLocation.DEFAULT_NAME;
}
