package io.tiltmeter.servicekit.persistence;

import jakarta.persistence.AttributeConverter;
import java.util.Locale;

/** Constants as lower-case text, as in JSON and in the check constraints of columns. A subclass names the type. */
public abstract class EnumConverter<E extends Enum<E>> implements AttributeConverter<E, String> {
    private final Class<E> type;

    protected EnumConverter(Class<E> type) {
        this.type = type;
    }

    @Override
    public String convertToDatabaseColumn(E constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public E convertToEntityAttribute(String text) {
        return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }
}
