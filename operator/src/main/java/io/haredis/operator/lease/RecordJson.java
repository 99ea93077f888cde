package io.haredis.operator.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haredis.operator.decide.Member;
import io.haredis.protocol.Mark;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The two parts of the record that are JSON in an annotation. Unknown fields are ignored, wrong ones refused. */
final class RecordJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordJson() {}

    static String members(SortedMap<String, Member> members) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        members.forEach((name, member) -> {
            ObjectNode one = all.putObject(name);
            putIfPresent(one, "known", member.known());
            putIfPresent(one, "counted", member.counted());
            one.put("voter", member.voter());
        });
        return all.toString();
    }

    static SortedMap<String, Member> members(String text) throws UnreadableRecordException {
        SortedMap<String, Member> members = new TreeMap<>();
        for (var entry : object(text, "members").properties()) {
            JsonNode one = entry.getValue();
            if (!one.isObject() || !one.path("voter").isBoolean()) {
                throw new UnreadableRecordException("the entry of " + entry.getKey() + " among the members is broken");
            }
            Member member = new Member(
                    text(one, "known"), text(one, "counted"), one.path("voter").booleanValue());
            members.put(entry.getKey(), member);
        }
        return members;
    }

    static String mark(Mark mark) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", mark.id());
        node.put("offset", mark.offset());
        if (mark.opcounter() != null) {
            node.put("opcounter", mark.opcounter());
        }
        return node.toString();
    }

    static Mark mark(String text) throws UnreadableRecordException {
        JsonNode node = object(text, "mark");
        String id = text(node, "id");
        if (id == null || !node.path("offset").canConvertToLong()) {
            throw new UnreadableRecordException("the mark is broken");
        }
        JsonNode opcounter = node.path("opcounter");
        return new Mark(
                id, node.path("offset").longValue(), opcounter.isIntegralNumber() ? opcounter.longValue() : null);
    }

    private static void putIfPresent(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    private static @Nullable String text(JsonNode node, String field) throws UnreadableRecordException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new UnreadableRecordException(field + " is no text");
        }
        return value.textValue();
    }

    private static JsonNode object(String text, String what) throws UnreadableRecordException {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException broken) {
            throw new UnreadableRecordException("the " + what + " are no JSON: " + broken.getOriginalMessage());
        }
        throw new UnreadableRecordException("the " + what + " are no JSON object");
    }
}
