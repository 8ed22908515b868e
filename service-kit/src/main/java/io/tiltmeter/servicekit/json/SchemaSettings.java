package io.tiltmeter.servicekit.json;

import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/** How requests and events are checked against their JSON Schemas. */
public final class SchemaSettings {
    /** Formats are checked, and patterns are read as JSON Schema means them. */
    public static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(SchemaSettings::expression)
            .build();

    private SchemaSettings() {}

    /** In ECMA-262, which JSON Schema names, {@code $} is the end of the text; in Java a line feed may follow. */
    private static RegularExpression expression(String pattern) {
        boolean ends = pattern.endsWith("$") && !pattern.endsWith("\\$");
        Pattern compiled = Pattern.compile(ends ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern);
        return text -> compiled.matcher(text).find();
    }
}
