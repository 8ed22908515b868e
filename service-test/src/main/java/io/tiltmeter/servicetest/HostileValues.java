package io.tiltmeter.servicetest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.servicekit.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values that programs have failed on. */
final class HostileValues {
    /** In an id or a query parameter, encoded. */
    static final List<String> IN_ADDRESSES = List.of(
            "%00",
            "a%0A",
            "a%0D%0Ab",
            "%7F",
            "%FF%FE",
            "%ED%A0%80",
            "%F0%9F%98%80",
            "..%2F..%2Fetc%2Fpasswd",
            "%27%20or%201%3D1--",
            "%25s%25n",
            "-1",
            "0",
            "1e400",
            "NaN",
            "99999999999999999999",
            "true",
            "%20",
            "%5B%5D",
            "%7B%7D",
            "a,b,,c,",
            "x".repeat(900));

    /** In place of any value of a body. */
    private static final List<String> IN_BODIES = List.of(
            "null",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"a\\n\"",
            "\"../../etc/passwd\"",
            "\"http://127.0.0.1:1/\"",
            "\"(?:^{1000}){1000}\"",
            "\"" + "x".repeat(100_000) + "\"",
            "\"" + "A ".repeat(20_000) + "\"",
            "-1",
            "0",
            "1e308",
            "1e-308",
            "9223372036854775807",
            "-9223372036854775808",
            "1" + "0".repeat(900),
            "2147483647",
            "0.1",
            "true",
            "[]",
            "{}",
            "[[[[[[]]]]]]",
            "[null]",
            "{\"\": {}}",
            IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]")));

    private HostileValues() {}

    /** Bodies that are no request. */
    static List<byte[]> bodies() {
        List<byte[]> bodies = new ArrayList<>();
        String fields = IntStream.range(0, 9_000)
                .mapToObj(field -> "\"unknown_" + field + "\":" + field)
                .collect(Collectors.joining(",", "{", "}"));
        for (String text : List.of(
                "",
                " ",
                "{",
                "}",
                "null",
                "true",
                "\"\"",
                "[]",
                "{}",
                "[{}]",
                "{} {}",
                "{\"a\": 1, \"a\": 2}",
                "NaN",
                "\uFEFF{}",
                "\0",
                "a,b\n1,2\n",
                "\"\n\"\n\"",
                "=1+1,@a\n",
                "[".repeat(100_000),
                "{\"a\":".repeat(20_000),
                "1".repeat(100_000),
                fields,
                "x".repeat((1 << 20) + 1))) {
            bodies.add(text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.add(new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0});
        bodies.add(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
        bodies.add(new byte[] {'P', 'A', 'R', '1', 0, 0, 0, 0, 'P', 'A', 'R', '1'});
        bodies.add(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0});
        byte[] noise = new byte[4_000];
        new Random(41).nextBytes(noise);
        bodies.add(noise);
        return Collections.unmodifiableList(bodies);
    }

    /** A copy of an example with one to three of its values exchanged. */
    static String change(JsonNode example, Random random) {
        ObjectNode copy = example.deepCopy();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            changeOne(copy, random);
        }
        // Numbers that no type of Java holds are put in as text.
        String text = copy.toString();
        for (int i = 0; i < IN_BODIES.size(); i++) {
            text = text.replace("\"hostile " + i + "\"", IN_BODIES.get(i));
        }
        return text;
    }

    private static void changeOne(JsonNode node, Random random) {
        int hostile = random.nextInt(IN_BODIES.size());
        JsonNode mark = Json.mapper().getNodeFactory().textNode("hostile " + hostile);
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (object.get(name).isContainerNode() && random.nextBoolean()) {
                changeOne(object.get(name), random);
            } else {
                object.set(name, mark);
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            if (array.get(index).isContainerNode() && random.nextBoolean()) {
                changeOne(array.get(index), random);
            } else {
                array.set(index, mark);
            }
        }
    }
}
