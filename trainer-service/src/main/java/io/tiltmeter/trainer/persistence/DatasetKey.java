package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.servicekit.persistence.EnumConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;

/** A mixture or suite. */
@Embeddable
record DatasetKey(@Convert(converter = KindConverter.class) Kind kind, String id) {
    @Converter
    static class KindConverter extends EnumConverter<Kind> {
        KindConverter() {
            super(Kind.class);
        }
    }
}
