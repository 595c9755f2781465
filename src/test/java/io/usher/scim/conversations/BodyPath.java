package io.usher.scim.conversations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a JSON body: {@code name.familyName}, {@code Resources[0].id}, {@code emails[type=work].value}
 * (the first such element), {@code members[*].value} (one value of each element), and a quoted name where
 * it holds dots: {@code 'urn:…:2.0:User'.department}.
 */
record BodyPath(List<String> steps) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STEP = Pattern.compile("\\.?(?:'([^']+)'|([^.\\['\\]]+))|(\\[[^\\]]+\\])");

    static BodyPath parse(String text) {
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!step.find() || step.start() != end) {
                throw new IllegalArgumentException("not a path: " + text);
            }
            steps.add(step.group(1) != null ? step.group(1) : step.group(2) != null ? step.group(2) : step.group(3));
            end = step.end();
        }
        return new BodyPath(steps);
    }

    /** The value there, or a missing node. */
    JsonNode find(JsonNode root) {
        JsonNode here = root;
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            if (step.equals("[*]")) {
                return here.isArray() ? each(here, new BodyPath(steps.subList(i + 1, steps.size()))) : missing();
            }
            here = step.startsWith("[") ? element(here, step.substring(1, step.length() - 1)) : here.path(step);
        }
        return here;
    }

    private static JsonNode each(JsonNode elements, BodyPath rest) {
        ArrayNode values = JSON.createArrayNode();
        for (JsonNode element : elements) {
            JsonNode value = rest.find(element);
            if (!value.isMissingNode()) {
                values.add(value);
            }
        }
        return values;
    }

    private static JsonNode element(JsonNode elements, String selector) {
        int equals = selector.indexOf('=');
        if (equals < 0) {
            return elements.path(Integer.parseInt(selector));
        }
        String name = selector.substring(0, equals);
        String value = selector.substring(equals + 1);
        for (JsonNode element : elements) {
            if (element.path(name).asText().equals(value)) {
                return element;
            }
        }
        return missing();
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }
}
