package tests.support;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The parts of a table's schema. The SDK takes them as builder functions too, but with an unchecked warning. */
public final class TableSchema {
    private TableSchema() {}

    /** Defines an attribute that a key uses. */
    public static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
    }

    /** Returns the key of a table or an index. */
    public static List<KeySchemaElement> key(String hash, String range) {
        return List.of(element(hash, KeyType.HASH), element(range, KeyType.RANGE));
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
