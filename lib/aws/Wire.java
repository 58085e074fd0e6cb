package lib.aws;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Requests as they go over the wire, so that a person can read one and the journal can send it again word for word. */
public final class Wire {
    private static final Gson READABLE = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Wire() {
    }

    public static String readable(JsonObject request) {
        return READABLE.toJson(request);
    }

    static JsonElement json(Object value) {
        if (value instanceof SdkPojo pojo) {
            JsonObject object = new JsonObject();
            for (SdkField<?> field : pojo.sdkFields()) {
                Object member = field.getValueOrDefault(pojo);
                if (member != null && !(member instanceof SdkAutoConstructList<?>)) {
                    object.add(field.locationName(), json(member));
                }
            }
            return object;
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(item -> array.add(json(item)));
            return array;
        }
        return READABLE.toJsonTree(value);
    }

    static RunTaskRequest runTask(JsonObject json) {
        return (RunTaskRequest) pojo(RunTaskRequest.builder(), json);
    }

    private static Object pojo(SdkPojo builder, JsonObject json) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (json.has(field.locationName())) {
                field.set(builder, value(field, json.get(field.locationName())));
            }
        }
        return ((SdkBuilder<?, ?>) builder).build();
    }

    private static Object value(SdkField<?> field, JsonElement json) {
        if (field.marshallingType() == MarshallingType.LIST) {
            SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
            List<Object> list = new ArrayList<>();
            json.getAsJsonArray().forEach(element -> list.add(value(item, element)));
            return list;
        }
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            return pojo(field.constructor().get(), json.getAsJsonObject());
        }
        return field.marshallingType() == MarshallingType.INTEGER ? (Object) json.getAsInt()
                : field.marshallingType() == MarshallingType.BOOLEAN ? (Object) json.getAsBoolean() : json.getAsString();
    }
}
