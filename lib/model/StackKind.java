package lib.model;

import java.util.Set;

/** Which Bedrock Chat a CloudFormation stack is, as its outputs tell (upstream {@code cdk/lib} at each tag). */
public enum StackKind {
    /** v0.4.0 to v0.4.10: a vector database, and embedding tasks that no output names. */
    V0,
    V1,
    /** Neither a vector database nor embedding tasks. */
    V2_OR_LATER,
    /** No stack of Bedrock Chat, or an older one. */
    OTHER;

    /** The output with the bucket for the files of bots; every version from v0.4.0 to v1.4.0 has it. */
    public static final String DOCUMENT_BUCKET = "DocumentBucketName";

    private static final Set<String> EMBEDDING_TASKS =
            Set.of("EmbeddingClusterName", "EmbeddingTaskDefinitionName", "EmbeddingTaskSecurityGroupId");
    private static final String TABLE_OF_V1 = "DatabaseConversationTableName";
    private static final Set<String> TABLES = Set.of("ConversationTableName", "ConversationTableNameV3");
    private static final String DATABASE = "DbConfig";
    /** v0.4.0 to v0.4.4 have these, and no other output of the top level. */
    private static final Set<String> EARLY = Set.of(DOCUMENT_BUCKET, "FrontendURL");

    /**
     * The kind of the stack that has these outputs.
     *
     * @param outputs the keys; nested ones end with a suffix of CDK
     */
    public static StackKind of(Set<String> outputs) {
        boolean hasDatabase = has(outputs, DATABASE);
        boolean hasTasks = EMBEDDING_TASKS.stream().anyMatch(prefix -> has(outputs, prefix));
        if (hasTasks || hasDatabase && has(outputs, TABLE_OF_V1)) {
            return V1;
        }
        if (hasDatabase) {
            return V0;
        }
        if (outputs.stream().anyMatch(TABLES::contains)) {
            return V2_OR_LATER;
        }
        return outputs.containsAll(EARLY) ? V0 : OTHER;
    }

    private static boolean has(Set<String> outputs, String prefix) {
        return outputs.stream().anyMatch(output -> output.startsWith(prefix));
    }
}
