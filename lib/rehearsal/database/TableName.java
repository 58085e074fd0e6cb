package lib.rehearsal.database;

/** A table with its schema. */
public record TableName(String schema, String name) {
    /** Returns the name for SQL, quoted. */
    String sql() {
        return quote(schema) + "." + quote(name);
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
