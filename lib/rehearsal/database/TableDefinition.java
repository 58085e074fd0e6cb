package lib.rehearsal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What pg_dump writes about tables: their names, columns, and the statements that create one with its indexes. */
final class TableDefinition {
    private static final String TABLES =
            """
            SELECT schemaname, tablename FROM pg_tables
            WHERE schemaname NOT LIKE 'pg\\_%' AND schemaname NOT IN ('information_schema', 'rdsadmin')
            ORDER BY schemaname, tablename
            """;
    private static final String COLUMNS =
            """
            SELECT quote_ident(attname) FROM pg_attribute
            WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
            """;
    private static final String COLUMN_DEFINITIONS =
            """
            SELECT concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attnotnull THEN 'NOT NULL' END)
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;
    private static final String CONSTRAINTS =
            """
            SELECT concat_ws(' ', 'ADD CONSTRAINT', quote_ident(conname), pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conrelid = to_regclass(?) ORDER BY contype DESC, conname
            """;
    private static final String INDEXES =
            """
            SELECT pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid = to_regclass(?)
                AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
            ORDER BY indexrelid
            """;

    private TableDefinition() {}

    /** Returns the tables of all schemas but the system's. */
    static List<TableName> tables(Connection connection) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                tables.add(new TableName(found.getString(1), found.getString(2)));
            }
        }
        return tables;
    }

    /** Returns the columns of a table that contain its data, quoted and separated by commas. */
    static String columns(Connection connection, TableName table) throws SQLException {
        return String.join(", ", texts(connection, COLUMNS, table));
    }

    /** Returns the statements that create a table, then its constraints and indexes. */
    static List<String> statements(Connection connection, TableName table) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE SCHEMA IF NOT EXISTS " + TableName.quote(table.schema()));
        statements.add("CREATE TABLE " + table.sql() + " ("
                + String.join(", ", texts(connection, COLUMN_DEFINITIONS, table)) + ")");
        for (String constraint : texts(connection, CONSTRAINTS, table)) {
            statements.add("ALTER TABLE " + table.sql() + " " + constraint);
        }
        statements.addAll(texts(connection, INDEXES, table));
        return statements;
    }

    private static List<String> texts(Connection connection, String query, TableName table) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, table.sql());
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    texts.add(found.getString(1));
                }
            }
        }
        return texts;
    }
}
